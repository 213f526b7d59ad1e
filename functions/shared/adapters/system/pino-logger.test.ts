import { describe, expect, test } from '@jest/globals';
import type { Logger } from '../../ports/logger.ts';
import { createPinoLogger, type PinoLoggerOptions } from './pino-logger.ts';

/** What is written while `use` logs, line by line. */
function linesOf(use: (log: Logger) => void, level: PinoLoggerOptions['level'] = 'debug'): string[] {
  let text = '';
  const destination = {
    write(chunk: string) {
      text += chunk;
    },
  };
  use(createPinoLogger({ level, destination }));
  if (text !== '' && !text.endsWith('\n')) throw new Error('a line has no end');
  return text.split('\n').slice(0, -1);
}

const lineOf = (use: (log: Logger) => void) => JSON.parse(linesOf(use)[0] ?? '');

describe('the log', () => {
  test('has one line of JSON for an event, with its fields', () => {
    const lines = linesOf((log) =>
      log.info('delivery.attempted', {
        atsId: 'demo',
        durationMs: 12.5,
        last: false,
        failure: null,
        left: undefined,
      }),
    );

    expect(lines).toHaveLength(1);
    const { time, ...rest } = JSON.parse(lines[0] ?? '');
    expect(rest).toEqual({
      severity: 'INFO',
      event: 'delivery.attempted',
      atsId: 'demo',
      durationMs: 12.5,
      last: false,
      failure: null,
    });
    expect(new Date(time).toISOString()).toBe(time);
  });

  test('stays one line, whatever text is in it', () => {
    const text = 'two\nlines, "quotes", \\ and \u2028 Zoë 🎉';
    const lines = linesOf((log) => log.warn('odd', { text }));

    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'odd', text });
  });

  test.each([
    ['debug', 'DEBUG'],
    ['info', 'INFO'],
    ['warn', 'WARNING'],
    ['error', 'ERROR'],
  ] as const)('%s has severity %s', (method, severity) => {
    expect(lineOf((log) => log[method]('x'))).toMatchObject({ severity, event: 'x' });
  });

  test('tells an error with its stack and its causes', () => {
    const error = new TypeError('the commit failed', { cause: new Error('disk full') });

    const line = lineOf((log) => log.error('store.failed', { error, path: 'events/1' }));

    expect(line).toMatchObject({ severity: 'ERROR', event: 'store.failed', path: 'events/1' });
    expect(line.error).toMatchObject({ type: 'TypeError', message: 'the commit failed: disk full' });
    expect(line.error.stack).toContain('pino-logger.test.ts');
    expect(line.error.stack).toContain('caused by: Error: disk full');
  });

  test('leaves out what is below its level', () => {
    const all = (log: Logger) => {
      log.debug('a');
      log.info('b');
      log.warn('c');
      log.error('d');
    };
    const eventsAt = (level: PinoLoggerOptions['level']) =>
      linesOf(all, level).map((line) => JSON.parse(line).event);

    expect(eventsAt('debug')).toEqual(['a', 'b', 'c', 'd']);
    expect(eventsAt('warn')).toEqual(['c', 'd']);
    expect(eventsAt('silent')).toEqual([]);
  });
});
