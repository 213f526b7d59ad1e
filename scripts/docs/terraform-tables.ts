import { readFileSync } from 'node:fs';
import { argumentOf, readTerraform, type TerraformBlock } from './read-terraform.ts';

const FOLDER = 'infra';
const MARK = '<!-- Made by `npm run docs` from the .tf files. A test fails when it is out of date. -->';
const END = '<!-- End of what is made. -->';

/** `infra/README.md`: what is written by hand, with the tables of inputs and outputs between its two marks. */
export function terraformTables(): string {
  const page = readFileSync(`${FOLDER}/README.md`, 'utf8');
  const [before, rest] = page.split(MARK);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${FOLDER}/README.md has lost its marks`);
  const blocks = readTerraform(FOLDER);
  return `${before}${MARK}\n\n${inputs(blocks)}\n\n${outputs(blocks)}\n\n${END}${after}`;
}

function inputs(blocks: readonly TerraformBlock[]): string {
  const rows = named(blocks, 'variable').map((block) => {
    const name = `\`${block.labels[0]}\``;
    return `| ${name} | ${describe(block)} | ${code(argumentOf(block, 'type'))} | ${defaultOf(block)} |`;
  });
  return ['| variable | what it is for | type | default |', '|---|---|---|---|', ...rows].join('\n');
}

function outputs(blocks: readonly TerraformBlock[]): string {
  const rows = named(blocks, 'output').map((block) => `| \`${block.labels[0]}\` | ${describe(block)} |`);
  return ['| output | what it is |', '|---|---|', ...rows].join('\n');
}

function named(blocks: readonly TerraformBlock[], kind: string): TerraformBlock[] {
  const found = blocks.filter((block) => block.kind === kind);
  return found.toSorted((a, b) => String(a.labels[0]).localeCompare(String(b.labels[0]), 'en'));
}

function describe(block: TerraformBlock): string {
  const description = argumentOf(block, 'description');
  if (description === undefined) throw new Error(`${block.file}: ${block.labels[0]} has no description`);
  return JSON.parse(description).replaceAll('|', '\\|');
}

function defaultOf(block: TerraformBlock): string {
  const value = argumentOf(block, 'default');
  return value === undefined ? 'must be set' : code(value);
}

/** On one line, as a cell of a table has it. */
function code(value = 'any'): string {
  const line = value.replaceAll(/\n\s*/g, ' ').replaceAll(/\s+/g, ' ');
  return `\`${line.replaceAll('|', '\\|')}\``;
}
