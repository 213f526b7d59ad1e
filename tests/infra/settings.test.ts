import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { SETTINGS, type Setting } from '../../functions/shared/config/settings.ts';
import { type GcpConfig, loadConfig } from '../../functions/shared/config.ts';
import { argumentOf, readTerraform } from '../../scripts/docs/read-terraform.ts';
import { entriesOf } from './support/entries-of.ts';

const TOLD = entriesOf('infra/functions.tf', 'environment');
const KNOWN = Object.values<Setting>(SETTINGS).filter(({ platforms }) => platforms.includes('gcp'));

/** What functions are told, as a plan test of Terraform's has it. */
function planned(): Record<string, string> {
  const text = readFileSync('infra/tests/functions.tftest.hcl', 'utf8');
  return Object.fromEntries(
    Array.from(text.matchAll(/^ {8}([A-Z_]+) += "([^"]*)"$/gm), ([, name = '', value = '']) => [name, value]),
  );
}

describe('what Terraform tells the functions', () => {
  test('is all that must be set on Google Cloud', () => {
    // Of the AI service the table does not say so, as one machine has a stand-in; config.ts demands it.
    const demanded = KNOWN.filter(({ required, name }) => required || name === 'AI_SERVICE_URL');
    expect(Object.keys(TOLD)).toEqual(expect.arrayContaining(demanded.map(({ name }) => name)));
  });

  test('is nothing that the code does not read, and no switch of development', () => {
    const read = KNOWN.filter(({ development }) => !development).map(({ name }) => name);
    expect(Object.keys(TOLD).filter((name) => !read.includes(name))).toEqual([]);
  });

  test('is every setting there is on Google Cloud: none can be set there otherwise', () => {
    const settable = KNOWN.filter(({ development }) => !development).map(({ name }) => name);
    expect(Object.keys(TOLD).sort()).toEqual(settable.sort());
  });

  test('is taken by the code as it is planned', () => {
    const env = planned();
    expect(Object.keys(env).length).toBeGreaterThan(10);
    const config = loadConfig({ ...env, K_SERVICE: 'rest' }) as GcpConfig;
    expect(config).toMatchObject({
      platform: 'gcp',
      isBehindIam: true,
      isDevelopment: false,
      functionUrl: 'https://{function}-123456789012.europe-west1.run.app',
      queuePrefix: 'carvos-',
      rateLimit: { perSecond: 100, burst: 200 },
    });
    // Whom functions take for whom goes by these.
    expect(new Set([config.tasksAccount, config.schedulerAccount, config.aiAccount]).size).toBe(3);
  });
});

describe('the names that Terraform gives by default', () => {
  const prefix = readTerraform('infra').find(
    ({ kind, labels }) => kind === 'variable' && labels[0] === 'prefix',
  );
  const defaultPrefix = JSON.parse(argumentOf(prefix ?? { body: '' }, 'default') ?? '');

  test('are those that commands and functions look for by default', () => {
    expect(`${defaultPrefix}-master-key`).toBe(SETTINGS.masterKeySecret.fallback);
    expect(`${defaultPrefix}-root-key`).toBe(SETTINGS.rootKeySecret.fallback);
    expect(`${defaultPrefix}-`).toBe(SETTINGS.queuePrefix.fallback);
  });

  test('of secrets are made of the prefix and a name in the one list', () => {
    const secrets = readFileSync('infra/secrets.tf', 'utf8');
    const list = /secrets = toset\(\[([^\]]+)\]\)/.exec(secrets)?.[1] ?? '';
    expect(list.split(', ')).toEqual(['"identity-api-key"', '"master-key"', '"root-key"']);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own.
    expect(secrets).toContain('secret_id = "${var.prefix}-${each.key}"');
  });
});
