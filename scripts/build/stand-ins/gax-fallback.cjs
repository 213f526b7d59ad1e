// Stands for google-gax's REST transport in a release, which speaks gRPC. The errors of both are read by one module, which takes
// this from there.
module.exports = {
  defaultToObjectOptions: { keepCase: false, longs: String, enums: String, defaults: true, oneofs: true },
};
