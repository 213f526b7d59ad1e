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
      message: 'delivery.attempted',
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
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message: 'odd', text });
  });

  test.each([
    ['debug', 'DEBUG'],
    ['info', 'INFO'],
    ['warn', 'WARNING'],
    ['error', 'ERROR'],
  ] as const)('%s has severity %s', (method, severity) => {
    expect(lineOf((log) => log[method]('x'))).toMatchObject({ severity, message: 'x' });
  });

  test('tells an error with its stack and its causes', () => {
    const error = new TypeError('the commit failed', { cause: new Error('disk full') });

    const line = lineOf((log) => log.error('store.failed', { error, path: 'events/1' }));

    expect(line).toMatchObject({ severity: 'ERROR', message: 'store.failed', path: 'events/1' });
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
      linesOf(all, level).map((line) => JSON.parse(line).message);

    expect(eventsAt('debug')).toEqual(['a', 'b', 'c', 'd']);
    expect(eventsAt('warn')).toEqual(['c', 'd']);
    expect(eventsAt('silent')).toEqual([]);
  });

  test('gives every line of a flow its trace: the reference id, which is as long as one', () => {
    const reference_id = '01a1f9bc-9a09-743b-a294-b45f590763b9';
    const line = lineOf((log) => log.info('x', { reference_id }));
    expect(line).toMatchObject({
      reference_id,
      'logging.googleapis.com/trace': '01a1f9bc9a09743ba294b45f590763b9',
    });
    expect(lineOf((log) => log.info('x'))).not.toHaveProperty('logging.googleapis.com/trace');
  });

  test('keeps what a scope annotates to that scope, across awaits, and lets a line say otherwise', async () => {
    const lines = await new Promise<Record<string, unknown>[]>((resolve) => {
      const seen: Record<string, unknown>[] = [];
      const log = createPinoLogger({
        level: 'info',
        destination: { write: (line) => seen.push(JSON.parse(line)) },
      });
      const work = (name: string) =>
        log.scope(async () => {
          log.annotate({ name });
          await Promise.resolve();
          log.annotate({ later: true });
          log.info('inside');
          log.info('inside', { name: 'its own' });
        });
      log.annotate({ name: 'nobody' });
      void Promise.all([work('a'), work('b')]).then(() => {
        log.info('outside');
        resolve(seen);
      });
    });
    const named = (message: string) =>
      lines.filter((line) => line.message === message).map(({ name }) => name);
    expect(named('inside').toSorted()).toEqual(['a', 'b', 'its own', 'its own']);
    expect(named('outside')).toEqual([undefined]);
  });
});
