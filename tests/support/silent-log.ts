import type { Logger } from '../../functions/shared/ports/logger.ts';

const silent = (): void => {};

/** A log that nobody reads. */
export const silentLog: Logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  scope: (work) => work(),
  annotate: silent,
};
