import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const FILE = JSON.parse(readFileSync('firestore.indexes.json', 'utf8'));
const TERRAFORM = readFileSync('infra/firestore.tf', 'utf8');

/** Every name that stands somewhere in these. */
function names(parts: readonly object[]): string[] {
  return [...new Set(parts.flatMap(Object.keys))].sort();
}

describe('firestore.indexes.json', () => {
  test('is what Terraform reads, and it names no index itself', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own.
    expect(TERRAFORM).toContain('jsondecode(file("${path.module}/../firestore.indexes.json"))');
    expect(TERRAFORM).not.toMatch(/(collection|field|field_path) += "/);
  });

  test('says nothing that Terraform does not take over', () => {
    expect(names([FILE])).toEqual(['fieldOverrides', 'indexes']);
    expect(names(FILE.indexes)).toEqual(['collectionGroup', 'fields', 'queryScope']);
    expect(names(FILE.indexes.flatMap(({ fields }: { fields: object[] }) => fields))).toEqual([
      'fieldPath',
      'order',
    ]);
    expect(names(FILE.fieldOverrides)).toEqual(['collectionGroup', 'fieldPath', 'indexes', 'ttl']);
    for (const name of ['collectionGroup', 'queryScope', 'fieldPath', 'order', 'ttl', 'indexes']) {
      expect([name, TERRAFORM.includes(`.${name}`)]).toEqual([name, true]);
    }
  });

  test('has each index and each field once: a second one would take the first one’s place', () => {
    const indexes = FILE.indexes.map((index: object) => JSON.stringify(index));
    const fields = FILE.fieldOverrides.map(
      ({ collectionGroup, fieldPath }: Record<string, string>) => `${collectionGroup}.${fieldPath}`,
    );
    expect([new Set(indexes).size, new Set(fields).size]).toEqual([indexes.length, fields.length]);
  });
});
