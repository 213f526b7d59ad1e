import { type DestinationStream, type LevelWithSilent, pino } from 'pino';
import type { LogFields, Logger } from '../../ports/logger.ts';

export interface PinoLoggerOptions {
  level: LevelWithSilent;
  /** Where lines go; standard output when left out. */
  destination?: DestinationStream;
}

/** One JSON line an event. Field names are chosen where the line is written; errors keep their cause. */
export function createPinoLogger({ level, destination }: PinoLoggerOptions): Logger {
  const options = {
    level,
    base: null,
    messageKey: 'event',
    errorKey: 'error',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ severity: label === 'warn' ? 'WARNING' : label.toUpperCase() }),
    },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  const write = (method: 'debug' | 'info' | 'warn' | 'error') => (event: string, fields?: LogFields) => {
    logger[method](fields ?? {}, event);
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
