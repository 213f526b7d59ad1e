interface Script<O extends { help: boolean }> {
  /** What `--help` prints. */
  help: string;
  /** Reads the command line; throws what is wrong with it, in words that begin with the option. */
  readOptions: () => O;
  /** Resolves to whether all is as it should be, where that is a question. */
  main: (options: O) => Promise<boolean | undefined> | Promise<void>;
}

/** Runs a script that measures. Exit codes: 0 done, 1 it failed or does not reach what it is to reach, 2 the command line is wrong. */
export async function runMain<O extends { help: boolean }>({
  help,
  readOptions,
  main,
}: Script<O>): Promise<void> {
  try {
    const options = readOptions();
    if (options.help) process.stdout.write(help);
    else if ((await main(options)) === false) process.exitCode = 1;
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const usage = code?.startsWith('ERR_PARSE_ARGS') || message.startsWith('--');
    process.stderr.write(usage ? `${message}\n\n${help}` : `${(error as Error).stack}\n`);
    process.exitCode = usage ? 2 : 1;
  }
}
