/** Fields of a log line: ids, counts and durations with their units; never a payload, a secret or a key. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined | Error>>;

/** Structured log: an event's stable name and its fields. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** Runs one piece of work, such as a request: what it annotates stays its own, also across awaits. */
  scope<T>(work: () => T): T;
  /** Adds fields to every later line of the scope this is called in; outside of any, does nothing. */
  annotate(fields: LogFields): void;
}
