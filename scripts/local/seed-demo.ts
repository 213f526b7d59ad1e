import { apiKeyMatches, hashApiKey, makeApiKey } from '../../functions/shared/core/api-key.ts';
import type { Ats } from '../../functions/shared/core/ats.ts';
import { paths } from '../../functions/shared/core/paths.ts';
import { createAts } from '../../functions/shared/flows/create-ats.ts';
import { updateAts } from '../../functions/shared/flows/update-ats.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { type Demo, demoFile } from './demo-file.ts';
import { seedPeople } from './seed-people.ts';

const DEMO_ATS_ID = 'demo';

/** The inbox of this server or of an earlier one on another port; what comes after the port is kept. */
const AN_INBOX = /^http:\/\/127\.0\.0\.1:\d+(?=\/inbox(?:[/?]|$))/;

export interface SeedOptions {
  baseUrl: string;
  dataDir: string;
  /** Where it is not `/inbox` of the same server. */
  inboxUrl?: string;
}

/**
 * Makes the demo ATS, or finds it as it was: its credentials outlive a restart. Its webhooks go to the inbox unless somebody has
 * set another URL. A `demo.json` that was lost or altered is written anew; the API key, of which only the hash is kept,
 * is then a new one.
 */
export async function seedDemo(
  runtime: Runtime,
  { baseUrl, dataDir, inboxUrl = `${baseUrl}/inbox` }: SeedOptions,
): Promise<Demo> {
  const file = demoFile(dataDir);
  const [stored] = await runtime.store.getAll<[Ats]>(paths.ats(DEMO_ATS_ID));
  const before = file.read();
  const known = before.api_key ?? '';
  const credentials = stored
    ? await takeUp(runtime, stored.data, { known, baseUrl })
    : await createAts(runtime, { atsId: DEMO_ATS_ID, name: 'Demo ATS', webhookUrl: inboxUrl });
  if (stored && credentials.apiKey !== known) {
    const reason = 'it holds no key of the demo ATS. The old key no longer works';
    runtime.log.warn('demo.api_key_replaced', { file: file.path, reason });
  }
  const demo: Demo = {
    base_url: baseUrl,
    ats_id: DEMO_ATS_ID,
    api_key: credentials.apiKey,
    incoming_secret: credentials.incomingSecret,
    outgoing_secret: credentials.outgoingSecret,
    inbox_url: inboxUrl,
    ...(await seedPeople(runtime, DEMO_ATS_ID, before)),
  };
  file.write(demo);
  return demo;
}

/** Brings the demo ATS of an earlier start up to date, and returns its credentials. */
async function takeUp(runtime: Runtime, ats: Ats, { known, baseUrl }: { known: string; baseUrl: string }) {
  const { atsId } = ats;
  const keyIsKnown = apiKeyMatches(known, ats.apiKeyHash);
  const apiKey = keyIsKnown ? known : makeApiKey(atsId, runtime.ids.randomBytes(32));
  const webhookUrl = inboxMovedTo(baseUrl, ats.webhookUrl);
  if (!keyIsKnown || webhookUrl !== ats.webhookUrl) {
    await updateAts(runtime, atsId, { apiKeyHash: hashApiKey(apiKey), webhookUrl });
  }
  return {
    apiKey,
    incomingSecret: await runtime.secrets.open(ats.incomingSecret, { atsId, purpose: 'incoming' }),
    outgoingSecret: await runtime.secrets.open(ats.outgoingSecret, { atsId, purpose: 'outgoing' }),
  };
}

/** The port may have changed since an inbox's URL was stored; a URL of somebody's own stays as it is. */
function inboxMovedTo(baseUrl: string, webhookUrl: string | null): string {
  return webhookUrl === null ? `${baseUrl}/inbox` : webhookUrl.replace(AN_INBOX, baseUrl);
}
