import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PUBLIC_ROUTES } from '../functions/public-routes.ts';
import { PORTAL_FOLDER } from '../scripts/build/build-portal.ts';
import { EMULATED_LOCATION } from '../scripts/emulators/emulated-env.ts';
import { hostingRewrites } from '../scripts/emulators/suite/hosting-rewrites.ts';
import { readHostingHeaders } from '../scripts/local/read-hosting-headers.ts';

const { firestore, hosting, ...others } = JSON.parse(readFileSync('firebase.json', 'utf8'));

describe('firebase.json', () => {
  test('has the routes of the one table, in the same order, and after them the pages of the portal', () => {
    expect(hosting.rewrites).toEqual([
      ...hostingRewrites(PUBLIC_ROUTES, EMULATED_LOCATION),
      // A file that is not there: a script that is missing must not be answered with a page, and kept for a year.
      { source: '/portal/assets/**', destination: '/portal/assets/missing' },
      { source: '/portal/**', destination: '/portal/index.html' },
    ]);
  });

  test('serves the folder that the portal is built to, and none of what begins with a dot', () => {
    expect(`${hosting.public}/portal`).toBe(relative('', PORTAL_FOLDER));
    // Also what lies in such a folder: what a build that was cut short has left behind.
    expect(hosting.ignore).toEqual(['**/.*', '**/.*/**']);
  });

  test('leads to the portal, by patterns that do not match where they lead', () => {
    const [root, portal, ...more] = hosting.redirects;
    expect([root, more]).toEqual([{ source: '/', destination: '/portal/', type: 302 }, []]);
    expect(portal).toEqual({ regex: '^/portal$', destination: '/portal/', type: 301 });
  });

  test.each([
    '/portal/',
    '/portal/index.html',
    '/portal/deliveries/x',
    '/portal/.hidden',
    '/portal/assets/x.js',
  ])('has %s run, load and call nothing but what comes from here, and no page show it in a frame', (path) => {
    const headers = readHostingHeaders()(path);
    const policy = headers['content-security-policy']?.split('; ') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]),
    );
    expect(policy.filter((rule) => /^\S+-src /.test(rule) && !/ '(self|none)'$/.test(rule))).toEqual([]);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'strict-transport-security': expect.stringContaining('max-age='),
      'permissions-policy': expect.stringContaining('clipboard-write=(self)'),
    });
  });

  test.each([
    ['/portal/', 'no-cache'],
    ['/portal/deliveries', 'no-cache'],
    ['/portal/assets/index-x.js', 'public, max-age=31536000, immutable'],
    // Hosting puts its own headers over those of a function, and passes on no cookie that a function sets unless it says private.
    ['/portal/api/session', 'private, no-store'],
  ])('lets caches keep %s as "%s" says', (path, value) => {
    expect(readHostingHeaders()(path)['cache-control']).toBe(value);
  });

  test('adds nothing to what the other functions answer', () => {
    const paths = PUBLIC_ROUTES.map(({ path }) => path).filter((path) => !path.startsWith('/portal/'));
    for (const path of paths) expect([path, readHostingHeaders()(path)]).toEqual([path, {}]);
  });

  test('names the rules and the indexes of Firestore, which are there', () => {
    expect(firestore).toEqual({ rules: 'firestore.rules', indexes: 'firestore.indexes.json' });
    expect([firestore.rules, firestore.indexes].filter((file) => !existsSync(file))).toEqual([]);
  });

  test('knows nothing of functions: firebase deploy must not touch what Terraform deploys', () => {
    expect(others).toEqual({});
  });
});
