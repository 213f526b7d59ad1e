import { loadConfig } from '../../functions/shared/config.ts';
import { createRuntime, type Runtime } from '../../functions/shared/runtime.ts';

/** What this process does with the server's database itself, beside it. */
export async function withRuntime<T>(dataDir: string, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = { ...loadConfig({}), dataDir, logLevel: 'error' } as const;
  const runtime = createRuntime(config, { mayCreate: false, logDestination: process.stderr });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}
