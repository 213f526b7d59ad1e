import { Command, CommanderError } from 'commander';
import { ConfigError, loadConfig } from '../functions/shared/config.ts';
import type { Ats } from '../functions/shared/core/ats.ts';
import { GatewayError } from '../functions/shared/core/errors.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { StartupError } from '../functions/shared/core/startup-error.ts';
import { AtsExistsError, createAts } from '../functions/shared/flows/create-ats.ts';
import { getAts, setWebhookUrl } from '../functions/shared/flows/update-ats.ts';
import { createRuntime, type Runtime } from '../functions/shared/runtime.ts';

// Whatever is made in the data folder is for its owner only, also where the folder itself is open to others.
process.umask(0o077);

const PAGE = 100;

function describe(ats: Ats) {
  return {
    ats_id: ats.atsId,
    name: ats.name,
    enabled: ats.enabled,
    webhook_url: ats.webhookUrl,
    policy: ats.policy,
    created_at: new Date(ats.createdAt).toISOString(),
    updated_at: new Date(ats.updatedAt).toISOString(),
  };
}

async function listAts({ store }: Runtime): Promise<Ats[]> {
  const all: Ats[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await store.query<Ats>({
      collection: paths.allAts(),
      limit: PAGE,
      ...(last ? { startAfterId: last.atsId } : {}),
    });
    all.push(...page.map(({ data }) => data));
    if (page.length < PAGE) return all;
  }
}

/**
 * Opens the runtime for one command, prints what it returns as JSON, and closes. Only where `mayCreate` says so is a data folder
 * made: in one whose name was mistyped every other command would answer that there is nothing.
 */
function run<A extends unknown[]>(
  command: (runtime: Runtime, ...args: A) => Promise<unknown>,
  { mayCreate }: { mayCreate: boolean } = { mayCreate: false },
) {
  return async (...args: A): Promise<void> => {
    const config = { ...loadConfig(process.env), logLevel: 'warn' } as const;
    const runtime = createRuntime(config, { mayCreate, logDestination: process.stderr });
    try {
      process.stdout.write(`${JSON.stringify(await command(runtime, ...args), null, 2)}\n`);
    } finally {
      runtime.close();
    }
  };
}

interface CreateOptions {
  name?: string;
  webhookUrl?: string;
}

const program = new Command('ats')
  .usage('<command>')
  .description(
    'Manages the ATSs of the embedded platform, in the folder that CARVOS_DATA_DIR names (.carvos). ' +
      'Works while the server runs. Prints JSON.',
  )
  .exitOverride();

program
  .command('create <ats_id>')
  .description('creates an ATS; prints its API key and secrets, which are not shown again')
  .option('--name <name>', 'what people call it (default: the ats_id)')
  .option('--webhook-url <url>', 'where its webhooks go; can be set later')
  .action(
    run(
      async (runtime, atsId: string, { name, webhookUrl }: CreateOptions) => {
        const input = { atsId, name: name ?? atsId, webhookUrl: webhookUrl ?? null };
        const { apiKey, incomingSecret, outgoingSecret } = await createAts(runtime, input);
        return {
          ...describe(await getAts(runtime, atsId)),
          api_key: apiKey,
          incoming_secret: incomingSecret,
          outgoing_secret: outgoingSecret,
        };
      },
      { mayCreate: true },
    ),
  );

program
  .command('list')
  .description('lists all ATSs, by id')
  .action(run(async (runtime) => (await listAts(runtime)).map(describe)));

program
  .command('show <ats_id>')
  .description('shows one ATS')
  .action(run(async (runtime, atsId: string) => describe(await getAts(runtime, atsId))));

program
  .command('set-url <ats_id> <url>')
  .description('sets where webhooks of an ATS go, from the next attempt on')
  .action(
    run(async (runtime, atsId: string, url: string) => describe(await setWebhookUrl(runtime, atsId, url))),
  );

/** Exit codes: 0 done, 1 it failed, 2 the command, its arguments or the data folder are wrong. */
function fail(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof GatewayError) {
    const { detail } = error;
    const text = typeof detail === 'string' ? detail : detail.map(({ msg }) => msg).join('\n');
    process.stderr.write(`${text}\n`);
    return error.status === 422 ? 2 : 1;
  }
  const cannotStart = error instanceof ConfigError || error instanceof StartupError;
  const known = cannotStart || error instanceof AtsExistsError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
  return cannotStart ? 2 : 1;
}

// Who reads along may have read enough (… list | head).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

program.parseAsync().catch((error: unknown) => {
  process.exitCode = fail(error);
});
