import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiKeyMatches, hashApiKey, makeApiKey } from '../../functions/shared/core/api-key.ts';
import type { Ats } from '../../functions/shared/core/ats.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';

/** What is printed and written to `demo.json`: all that a newcomer needs to paste. */
export interface Demo {
  base_url: string;
  ats_id: string;
  api_key: string;
  incoming_secret: string;
  outgoing_secret: string;
  inbox_url: string;
}

const DEMO_ATS_ID = 'demo';

/**
 * Makes the demo ATS, or finds it as it was: its credentials outlive a restart. Its webhooks go to the inbox unless somebody has
 * set another URL. A `demo.json` that was lost or altered is written anew; the API key, of which only the hash is kept,
 * is then a new one.
 */
export async function seedDemo(
  runtime: Runtime,
  { baseUrl, dataDir }: { baseUrl: string; dataDir: string },
): Promise<Demo> {
  const file = join(dataDir, 'demo.json');
  const inboxUrl = `${baseUrl}/inbox`;
  const [stored] = await runtime.store.getAll<[Ats]>(paths.ats(DEMO_ATS_ID));
  const credentials = stored
    ? await existingCredentials(runtime, stored.data, file)
    : await createAts(runtime, { atsId: DEMO_ATS_ID, name: 'Demo ATS', webhookUrl: inboxUrl });
  if (stored && wasInbox(stored.data.webhookUrl, file)) {
    await updateAts(runtime, DEMO_ATS_ID, { webhookUrl: inboxUrl });
  }
  const demo: Demo = {
    base_url: baseUrl,
    ats_id: DEMO_ATS_ID,
    api_key: credentials.apiKey,
    incoming_secret: credentials.incomingSecret,
    outgoing_secret: credentials.outgoingSecret,
    inbox_url: inboxUrl,
  };
  writeDemo(file, demo);
  return demo;
}

async function existingCredentials(runtime: Runtime, ats: Ats, file: string) {
  const { atsId } = ats;
  const known = readDemo(file)?.api_key ?? '';
  const apiKey = apiKeyMatches(known, ats.apiKeyHash)
    ? known
    : makeApiKey(atsId, runtime.ids.randomBytes(32));
  if (apiKey !== known) await updateAts(runtime, atsId, { apiKeyHash: hashApiKey(apiKey) });
  return {
    apiKey,
    incomingSecret: await runtime.secrets.open(ats.incomingSecret, { atsId, purpose: 'incoming' }),
    outgoingSecret: await runtime.secrets.open(ats.outgoingSecret, { atsId, purpose: 'outgoing' }),
  };
}

/** The port may have changed since the inbox's URL was stored. */
function wasInbox(webhookUrl: string | null, file: string): boolean {
  return webhookUrl !== null && webhookUrl === readDemo(file)?.inbox_url;
}

function readDemo(file: string): Partial<Demo> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Demo>;
  } catch {
    return undefined;
  }
}

function writeDemo(file: string, demo: Demo): void {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, file);
}
