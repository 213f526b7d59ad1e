import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../../functions/function-names.ts';
import { argumentOf, readTerraform } from '../../scripts/docs/read-terraform.ts';
import { entriesOf } from './support/entries-of.ts';

const BLOCKS = readTerraform('infra');
const region = BLOCKS.find(({ kind, labels }) => kind === 'variable' && labels[0] === 'region');

describe('the functions of Terraform', () => {
  test('are those of the code, each of which says where it may be called from', () => {
    const map = entriesOf('infra/functions.tf', '_functions');
    expect(Object.keys(map).sort()).toEqual([...FUNCTION_NAMES].sort());
    const accesses = Object.keys(entriesOf('infra/functions.tf', '_access'));
    for (const [name, body] of Object.entries(map)) {
      expect([name, accesses]).toEqual([
        name,
        expect.arrayContaining([/access += "([a-z]+)"/.exec(body)?.[1]]),
      ]);
    }
  });

  test('each have their line of what they may do', () => {
    expect(Object.keys(entriesOf('infra/iam.tf', 'grants')).sort()).toEqual([...FUNCTION_NAMES].sort());
  });

  test('are those that the variable `instances` takes', () => {
    const instances = BLOCKS.find(({ labels }) => labels[0] === 'instances')?.body ?? '';
    const names = /contains\(\s*\[([^\]]+)\]/.exec(instances)?.[1] ?? '';
    expect(Array.from(names.matchAll(/"([^"]+)"/g), ([, name]) => name)).toEqual([...FUNCTION_NAMES].sort());
  });

  test('have their reasons: every number says why it is that one', () => {
    const numbers = readFileSync('infra/functions.tf', 'utf8').match(
      /^ {6}(memory|concurrency|min|max|timeout) .*$/gm,
    );
    expect(numbers).toHaveLength(FUNCTION_NAMES.length * 5);
    // The places of a worker are the code's own, which says why.
    expect(numbers?.filter((line) => !/ # .+\.$|instancePlaces$/.test(line))).toEqual([]);
  });

  test('are in the region that Firebase Hosting looks for them in, unless it is told otherwise', () => {
    const { hosting } = JSON.parse(readFileSync('firebase.json', 'utf8'));
    const regions = hosting.rewrites.flatMap((one: { function?: { region: string } }) =>
      one.function ? [one.function.region] : [],
    );
    expect(new Set(regions)).toEqual(
      new Set([JSON.parse(argumentOf(region ?? { body: '' }, 'default') ?? '')]),
    );
  });
});
