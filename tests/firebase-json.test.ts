import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { PUBLIC_ROUTES } from '../functions/public-routes.ts';
import { EMULATED_LOCATION } from '../scripts/emulators/emulated-env.ts';
import { hostingRewrites } from '../scripts/emulators/suite/hosting-rewrites.ts';

const { firestore, hosting, ...others } = JSON.parse(readFileSync('firebase.json', 'utf8'));

describe('firebase.json', () => {
  test('has the routes of the one table, in the same order', () => {
    expect(hosting.rewrites).toEqual(hostingRewrites(PUBLIC_ROUTES, EMULATED_LOCATION));
  });

  test('names the rules and the indexes of Firestore, which are there', () => {
    expect(firestore).toEqual({ rules: 'firestore.rules', indexes: 'firestore.indexes.json' });
    expect([firestore.rules, firestore.indexes].filter((file) => !existsSync(file))).toEqual([]);
  });

  test('knows nothing of functions: firebase deploy must not touch what Terraform deploys', () => {
    expect(others).toEqual({});
  });
});
