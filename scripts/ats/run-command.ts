import { userInfo } from 'node:os';
import { loadConfig } from '../../functions/shared/config.ts';
import type { Actor } from '../../functions/shared/core/activity/activity.ts';
import { createRuntime, type Runtime } from '../../functions/shared/runtime.ts';

/** What a command found or did: as JSON for programs, and as text for people. */
export interface Report {
  json: unknown;
  text: string;
}

export interface RunOptions {
  /** Only where this says so a data folder is made: in a mistyped one every other command would find nothing. */
  mayCreate?: boolean;
}

/**
 * Opens the runtime for one command, prints what it reports, and closes. JSON where it is asked for and wherever standard output is
 * not a terminal, so that a script need not ask.
 */
export function runCommand<A extends unknown[]>(
  command: (runtime: Runtime & { actor: Actor }, ...args: A) => Promise<Report>,
  { mayCreate = false }: RunOptions = {},
) {
  return async (...args: A): Promise<void> => {
    const config = { ...loadConfig(process.env), logLevel: 'warn' } as const;
    const runtime = createRuntime(config, { mayCreate, logDestination: process.stderr });
    try {
      const { json, text } = await command({ ...runtime, actor: whoRuns() }, ...args);
      const asJson = process.argv.includes('--json') || !process.stdout.isTTY;
      process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : text);
    } finally {
      await runtime.close();
    }
  };
}

/** Whoever is signed in on this machine; the number where the account has no name, as in some containers. */
function whoRuns(): Actor {
  try {
    return { kind: 'command_line', name: userInfo().username };
  } catch {
    return { kind: 'command_line', name: String(process.getuid?.() ?? 'unknown') };
  }
}
