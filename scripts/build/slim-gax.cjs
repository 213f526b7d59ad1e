// Stands for `google-gax` in the release: the parts that the generated clients use over gRPC.
const { GrpcClient } = require('google-gax/build/src/grpc.js');
const { createApiCall } = require('google-gax/build/src/createApiCall.js');
const { GoogleError } = require('google-gax/build/src/googleError.js');
const { PageDescriptor } = require('google-gax/build/src/paginationCalls/pageDescriptor.js');
const { PathTemplate } = require('google-gax/build/src/pathTemplate.js');
const { StreamDescriptor } = require('google-gax/build/src/streamingCalls/streamDescriptor.js');
const { StreamType } = require('google-gax/build/src/streamingCalls/streaming.js');
const { Status } = require('google-gax/build/src/status.js');
const { warn } = require('google-gax/build/src/warnings.js');
const { decodeAnyProtosInArray } = require('google-gax/build/src/util.js');
const routingHeader = require('google-gax/build/src/routingHeader.js');
const { version } = require('google-gax/package.json');

// Each client makes one of these, for calls that CarvOS never makes.
class LocationsClient {
  initialize() {}
  close() {}
}

module.exports = {
  GrpcClient,
  createApiCall,
  GoogleError,
  PageDescriptor,
  PathTemplate,
  StreamDescriptor,
  StreamType,
  Status,
  warn,
  decodeAnyProtosInArray,
  routingHeader,
  version,
  LocationsClient,
  grpc: require('@grpc/grpc-js'),
  loggingUtils: require('google-logging-utils'),
};
