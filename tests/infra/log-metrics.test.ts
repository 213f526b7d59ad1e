import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const TERRAFORM = readFileSync('infra/monitoring-metrics.tf', 'utf8');

/** All that functions are made of, without their tests. */
const SOURCES = readdirSync('functions', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(file))
  .map((file) => readFileSync(join('functions', file), 'utf8'));

/** Names that are put together as the line is written. */
const COMPOSED: Readonly<Record<string, string>> = {
  'endpoint.unhealthy': '`endpoint.$' + '{health.state}`',
};

/** Fields that a line has of its scope (`log.annotate`), and not of the call that writes it. */
const ANNOTATED = ['ats_id', 'function'];

interface LogMetric {
  name: string;
  event: string;
  fields: string[];
}

const METRICS: LogMetric[] = Array.from(
  TERRAFORM.matchAll(/^ {4}([a-z-]+) = \{\n([\s\S]*?)^ {4}\}/gm),
  ([, name = '', body = '']) => {
    const [, event = ''] = /event += "([^"]+)"/.exec(body) ?? [];
    const [, labels = ''] = /labels += \{([^}]*)\}/.exec(body) ?? [];
    const labelled = Array.from(labels.matchAll(/= "([^"]+)"/g), ([, field = '']) => field);
    const [, value] = /field = "([^"]+)"/.exec(body) ?? [];
    return { name, event, fields: value === undefined ? labelled : [...labelled, value] };
  },
);

/** The calls that write a line of that name, as far as its fields go. */
function callsOf(event: string): string[] {
  const name = COMPOSED[event] ?? `'${event}'`;
  return SOURCES.flatMap((source) =>
    source
      .split(/\blog(?:ger)?\b(?:\.|\[)/)
      .filter((call) => call.slice(0, 80).includes(name))
      .map((call) => call.slice(0, call.search(/\);/) + 1)),
  );
}

describe('the metrics that are made of log lines', () => {
  test('are read from their file', () => {
    expect(METRICS.length).toBeGreaterThanOrEqual(15);
    expect(METRICS.map(({ event }) => event)).not.toContain('');
  });

  test.each(METRICS)('$name: functions write $event, with $fields', ({ event, fields }) => {
    const calls = callsOf(event);
    expect(calls.length).toBeGreaterThan(0);
    for (const field of fields.filter((name) => !ANNOTATED.includes(name))) {
      expect([field, calls.some((call) => new RegExp(`\\b${field}\\b`).test(call))]).toEqual([field, true]);
    }
    for (const field of fields.filter((name) => ANNOTATED.includes(name))) {
      const isAnnotated = (source: string) => new RegExp(`annotate\\(\\{[^}]*\\b${field}\\b`).test(source);
      expect([field, [...calls, ...SOURCES].some(isAnnotated)]).toEqual([field, true]);
    }
  });
});
