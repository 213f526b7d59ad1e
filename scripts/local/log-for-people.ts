import pretty from 'pino-pretty';

const FOR_PEOPLE: pretty.PrettyOptions = {
  sync: true,
  messageKey: 'message',
  timestampKey: 'time',
  levelKey: 'severity',
  colorize: true,
  singleLine: true,
  // For a person the reference id beside it says the same.
  ignore: 'logging\\.googleapis\\.com/trace',
  // The log names a warning as Cloud Logging does, which pino-pretty does not know.
  customPrettifiers: {
    level: (severity, _key, _log, { labelColorized, colors }) =>
      severity === 'WARNING' ? colors.yellow('WARN') : labelColorized,
  },
};

/** Where log lines go to become readable in a terminal; undefined where the output is not one. */
export function logForPeople(): NodeJS.WritableStream | undefined {
  return process.stdout.isTTY ? pretty(FOR_PEOPLE) : undefined;
}
