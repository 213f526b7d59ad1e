import { AsyncLocalStorage } from 'node:async_hooks';
import { type DestinationStream, type LevelWithSilent, pino } from 'pino';
import type { LogFields, Logger } from '../../ports/logger.ts';

export interface PinoLoggerOptions {
  level: LevelWithSilent;
  /** Where lines go; standard output when left out. */
  destination?: DestinationStream;
  /** The Google Cloud project, which a trace's full name begins with; left out elsewhere. */
  projectId?: string;
}

/** Cloud Logging's names where they differ from pino's. */
const SEVERITIES: Readonly<Record<string, string>> = { warn: 'WARNING' };

/**
 * One JSON line an event, with the field names that Cloud Logging reads: `severity`, `time`, `message` (the event's name) and
 * `logging.googleapis.com/trace`. The trace of a flow is its reference id, which is as long as a trace id is: so all lines of
 * a flow are found together, whichever functions and queues it went through.
 * @see https://cloud.google.com/logging/docs/structured-logging
 */
export function createPinoLogger({ level, destination, projectId }: PinoLoggerOptions): Logger {
  const options = {
    level,
    base: null,
    messageKey: 'message',
    errorKey: 'error',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ severity: SEVERITIES[label] ?? label.toUpperCase() }),
    },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  const scopes = new AsyncLocalStorage<LogFields[]>();
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    if (!logger.isLevelEnabled(method)) return;
    const all: Record<string, unknown> = Object.assign({}, ...(scopes.getStore() ?? []), fields);
    const trace = traceOf(all.reference_id, projectId);
    logger[method](trace ? { ...all, 'logging.googleapis.com/trace': trace } : all, event);
  };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    scope: (work) => scopes.run([], work),
    annotate: (fields) => void scopes.getStore()?.push(fields),
  };
}

function traceOf(referenceId: unknown, projectId: string | undefined): string | undefined {
  if (typeof referenceId !== 'string') return undefined;
  const trace = referenceId.replaceAll('-', '');
  return projectId === undefined ? trace : `projects/${projectId}/traces/${trace}`;
}
