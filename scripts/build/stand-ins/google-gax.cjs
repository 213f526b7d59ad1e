// Stands for `google-gax` in a release: those of its modules that the generated clients use over gRPC. Its own index also loads
// the REST transport, long-running operations and the IAM and locations services, which are most of its size.
const { createApiCall } = require('google-gax/build/src/createApiCall.js');
const { GoogleError } = require('google-gax/build/src/googleError.js');
const { GrpcClient } = require('google-gax/build/src/grpc.js');
const { PageDescriptor } = require('google-gax/build/src/paginationCalls/pageDescriptor.js');
const { PathTemplate } = require('google-gax/build/src/pathTemplate.js');
const routingHeader = require('google-gax/build/src/routingHeader.js');
const { Status } = require('google-gax/build/src/status.js');
const { StreamDescriptor } = require('google-gax/build/src/streamingCalls/streamDescriptor.js');
const { StreamType } = require('google-gax/build/src/streamingCalls/streaming.js');
const { decodeAnyProtosInArray } = require('google-gax/build/src/util.js');
const { warn } = require('google-gax/build/src/warnings.js');
const { version } = require('google-gax/package.json');

/** Every client makes one, for questions about regions that CarvOS never asks, and closes it. */
class LocationsClient {
  async close() {}
}

module.exports = {
  GoogleError,
  GrpcClient,
  LocationsClient,
  PageDescriptor,
  PathTemplate,
  Status,
  StreamDescriptor,
  StreamType,
  createApiCall,
  decodeAnyProtosInArray,
  grpc: require('@grpc/grpc-js'),
  loggingUtils: require('google-logging-utils'),
  routingHeader,
  version,
  warn,
};
