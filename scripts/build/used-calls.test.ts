import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { USED_CALLS } from './used-calls.ts';

const ADAPTERS = 'functions/shared/adapters/gcp';

/** What adapters ask of a client that is not a call of these services. */
const NOT_CALLS = ['GetFederatedSignonCertsAsync', 'QueuePath'];

test('a release has the calls that the adapters make, and no other', () => {
  const source = readdirSync(ADAPTERS)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(ADAPTERS, name), 'utf8'))
    .join('\n');
  const made = [...source.matchAll(/\bclient\.([a-z]\w*)\(/g)].map(([, name = '']) => capital(name));
  const built = Object.values(USED_CALLS).flatMap((services) => Object.values(services).flat());
  expect(built.sort()).toEqual([...new Set(made)].filter((name) => !NOT_CALLS.includes(name)).sort());
});

function capital(name: string): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}
