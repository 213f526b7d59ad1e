import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const FOLDER = 'docs/runbooks';

/** Every runbook there is to be: alerts and the budget name no other. */
const RUNBOOKS = [
  'ai-service-down.md',
  'ats-down.md',
  'cloud-tasks-outage.md',
  'cost.md',
  'errors-5xx.md',
  'exhausted-webhooks.md',
  'identity-platform.md',
  'leaked-api-key.md',
  'leaked-webhook-secret.md',
  'master-key.md',
  'queues.md',
  'restore-firestore.md',
  'sweep-not-running.md',
];

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

test.each([...new Set(named)])('%s is one of the runbooks, and is there wherever they are', (name) => {
  expect(RUNBOOKS).toContain(name);
  // Once there is the folder, each has to be in it.
  if (existsSync(FOLDER)) expect(readdirSync(FOLDER)).toContain(name);
});
