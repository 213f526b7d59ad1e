import { loadLocalConfig } from '../../functions/shared/config.ts';
import { createLocalRuntime, type LocalRuntime } from '../../functions/shared/runtime/local-runtime.ts';

/** What this process does with the server's database itself, beside it. */
export async function withRuntime<T>(
  dataDir: string,
  work: (runtime: LocalRuntime) => Promise<T>,
): Promise<T> {
  const config = { ...loadLocalConfig({}), dataDir, logLevel: 'error' } as const;
  const runtime = createLocalRuntime(config, { mayCreate: false, logDestination: process.stderr });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}
