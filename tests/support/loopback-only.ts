import { Server } from 'node:net';

/**
 * For `node --import`: whatever this process listens on, it listens on 127.0.0.1. The functions-framework command line has no
 * option for it and would open the port to the network.
 */
const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]) {
  const [port, ...rest] = args;
  const isPort = typeof port === 'number' || typeof port === 'string';
  const withHost = isPort ? [Number(port), '127.0.0.1', ...rest] : args;
  return (listen as (...all: unknown[]) => Server).apply(this, withHost);
} as typeof listen;
