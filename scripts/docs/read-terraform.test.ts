import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempDir } from '../../tests/support/temp-dir.ts';
import { argumentOf, readTerraform, type TerraformBlock } from './read-terraform.ts';

const FILE = `# A comment with a brace: {
variable "region" {
  description = "Where it is, such as \`a\`."
  type        = string
  default     = "here"
}

variable "sizes" {
  description = "How large."
  type = map(object({
    min = optional(number)
    max = optional(number)
  }))
  default  = {}
  nullable = false
  validation {
    condition     = true
    error_message = "No { brace."
  }
}

locals {
  x = 1
}

mock "a" "b" {}

mock "short" { x = 1 }
`;

const { path, remove } = tempDir();
let blocks: TerraformBlock[];

beforeAll(() => {
  writeFileSync(join(path, 'b.tf'), FILE);
  writeFileSync(join(path, 'a.tf'), 'output "o" {\n  value = 1\n}\n');
  writeFileSync(join(path, 'a.txt'), 'output "p" {\n}\n');
  blocks = readTerraform(path);
});
afterAll(remove);

describe('reading Terraform', () => {
  test('finds every block of every file, in order', () => {
    expect(blocks.map(({ file, kind, labels }) => [file, kind, ...labels])).toEqual([
      ['a.tf', 'output', 'o'],
      ['b.tf', 'variable', 'region'],
      ['b.tf', 'variable', 'sizes'],
      ['b.tf', 'locals'],
      ['b.tf', 'mock', 'a', 'b'],
      ['b.tf', 'mock', 'short'],
    ]);
  });

  test('gives an argument as it is written, also over several lines', () => {
    const [, region, sizes] = blocks as [unknown, TerraformBlock, TerraformBlock];
    expect(argumentOf(region, 'description')).toBe('"Where it is, such as `a`."');
    expect(argumentOf(region, 'default')).toBe('"here"');
    expect(argumentOf(sizes, 'type')?.replaceAll(/\s+/g, ' ')).toBe(
      'map(object({ min = optional(number) max = optional(number) }))',
    );
    expect(argumentOf(sizes, 'default')).toBe('{}');
  });

  test('gives none that is not there, nor one that is in a block within', () => {
    const [, region, sizes] = blocks as [unknown, TerraformBlock, TerraformBlock];
    expect(argumentOf(region, 'nullable')).toBeUndefined();
    expect(argumentOf(sizes, 'condition')).toBeUndefined();
  });
});
