'use strict';
// For `node --require`: whatever this process listens on, it listens on 127.0.0.1. In plain JavaScript, so that the start that is
// being measured does not also load what strips types.
const { Server } = require('node:net');

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, ...rest) {
  return listen.call(this, Number(port), '127.0.0.1', ...rest);
};
