import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const FOLDER = 'docs/runbooks';

const terraform = readdirSync('infra')
  .filter((file) => file.endsWith('.tf'))
  .map((file) => readFileSync(`infra/${file}`, 'utf8'))
  .join('\n');
const named = [
  ...terraform.matchAll(/runbook += "([^"]+)"/g),
  ...terraform.matchAll(/docs\/runbooks\/([a-z0-9-]+\.md)/g),
].map(([, name]) => name);

test('alerts and the budget name runbooks', () => {
  expect(new Set(named).size).toBeGreaterThanOrEqual(10);
});

test.each([...new Set(named)])('%s is one of the runbooks that there are', (name) => {
  expect(readdirSync(FOLDER)).toContain(name);
});
