// Stands for `@grpc/proto-loader` in a release: services from JSON, without the descriptors of every message, which take longer to
// make than all the rest and are for reflection only.
const { Root, Service } = require('protobufjs');

/** What `@grpc/grpc-js` makes clients of, by the service's full name. `options` are those of protobufjs' `toObject`. */
function fromJSON(json, options) {
  const root = Root.fromJSON(json);
  root.resolveAll();
  return Object.fromEntries(
    servicesIn(root).map((service) => [fullName(service), methodsOf(service, options)]),
  );
}

function servicesIn(namespace) {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof Service) return [nested];
    return nested.nestedArray ? servicesIn(nested) : [];
  });
}

function methodsOf(service, options) {
  return Object.fromEntries(
    service.methodsArray.map((method) => {
      const request = codec(method.resolvedRequestType, options);
      const response = codec(method.resolvedResponseType, options);
      const definition = {
        path: `/${fullName(service)}/${method.name}`,
        originalName: method.name[0].toLowerCase() + method.name.slice(1),
        requestStream: Boolean(method.requestStream),
        responseStream: Boolean(method.responseStream),
        requestSerialize: request.serialize,
        requestDeserialize: request.deserialize,
        responseSerialize: response.serialize,
        responseDeserialize: response.deserialize,
      };
      return [method.name, definition];
    }),
  );
}

function codec(type, options) {
  return {
    serialize: (value) => {
      if (Array.isArray(value)) throw new Error(`An array is no message of type ${type.name}`);
      return type.encode(type.fromObject(value)).finish();
    },
    deserialize: (bytes) => type.toObject(type.decode(bytes), options),
  };
}

/** Without the dot that it begins with in protobufjs. */
function fullName(service) {
  return service.fullName.slice(1);
}

module.exports = { fromJSON };
