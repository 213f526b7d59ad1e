import { expect, test } from '@jest/globals';
import { hostingRewrites } from './hosting-rewrites.ts';
import { suiteConfig } from './suite-config.ts';

const PORTS = { hosting: 1, functions: 2, hub: 3, logging: 4, eventarc: 5, tasks: 6, auth: 7 };

test('the emulators run by the deployed Hosting, on the ports given and on 127.0.0.1 only', () => {
  const deployed = { hosting: { public: 'dist/hosting', rewrites: ['as deployed'] }, firestore: {} };
  const folders = { publicFolder: 'public', functionsFolder: 'release', envFolder: 'env' };
  const on = (port: number) => ({ host: '127.0.0.1', port });

  expect(suiteConfig(deployed, { ports: PORTS, ...folders })).toEqual({
    hosting: { public: 'public', rewrites: ['as deployed'] },
    functions: [{ source: 'release', configDir: 'env' }],
    emulators: {
      ...{ hosting: on(1), functions: on(2), hub: on(3), logging: on(4), eventarc: on(5), tasks: on(6) },
      auth: on(7),
      ui: { enabled: false },
    },
  });
});

test('a path that ends in a slash takes all below it, another only itself, and the order is kept', () => {
  const routes = [
    { path: '/v1/', function: 'rest' },
    { path: '/docs', function: 'rest' },
  ] as const;

  expect(hostingRewrites(routes, 'r1').map(({ source }) => source)).toEqual(['/v1/**', '/docs']);
});
