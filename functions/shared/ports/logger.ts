/** Fields of a log line: ids, counts and durations with their units; never a payload, a secret or a key. */
export type LogFields = Record<string, string | number | boolean | null | undefined | Error>;

/** Structured log: an event's stable name and its fields. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
