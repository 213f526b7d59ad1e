import type { describeEvent } from '../../functions/shared/flows/describe-event.ts';

type Cell = string | number | boolean | null;
type Fields = Readonly<Record<string, Cell>>;

/** One thing for a person to read: a field a line. */
export function fieldsText(fields: Fields): string {
  const width = Math.max(...Object.keys(fields).map((name) => name.length));
  return Object.entries(fields)
    .map(([name, value]) => `${name.padEnd(width)}  ${cell(value)}\n`)
    .join('');
}

/** Many things of a kind: one a line, under their names; says so when there are none. */
export function tableText(rows: readonly Fields[], empty: string): string {
  const [first] = rows;
  if (first === undefined) return `${empty}\n`;
  const names = Object.keys(first);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name] ?? null)))];
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => `${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

/** How to get the page after this one; nothing where there is none. */
export function moreText(nextCursor: string | null): string {
  return nextCursor === null ? '' : `\nThere is more: the same again with --cursor ${nextCursor}\n`;
}

/** The timeline of one flow. */
export function eventText(event: ReturnType<typeof describeEvent>): string {
  const { timeline, deliveries: _, error, ...fields } = event;
  const steps = timeline.map(({ at, step, text }) => `${at}  ${step === 'next' ? 'next: ' : ''}${text}\n`);
  return `${fieldsText({ ...fields, error: error && `${error.code}: ${error.message}` })}\n${steps.join('')}`;
}

/** A text of several lines, each set in. */
export function blockText(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `  ${harmless(line)}\n`)
    .join('');
}

function cell(value: Cell): string {
  return value === null ? '-' : harmless(String(value));
}

/** What came from outside must not move the cursor or colour the terminal. */
function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being replaced.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');
}
