import { hashApiKey, isAtsId, makeApiKey } from '../core/api-key.ts';
import type { Ats, WorkspacePolicy } from '../core/ats.ts';
import { paths } from '../core/paths.ts';
import { validationError } from '../core/validation-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { ConflictError, type Store } from '../ports/store.ts';
import { type ActivityDeps, activityWrite } from './activity-write.ts';
import { assertAtsName } from './assert-ats-name.ts';
import { assertWebhookUrl, type WebhookUrlDeps } from './assert-webhook-url.ts';
import { makeWebhookSecret } from './make-webhook-secret.ts';
import type { SecretBox } from './secret-box.ts';

export interface AtsDeps extends WebhookUrlDeps, ActivityDeps {
  store: Store;
  clock: Clock;
  ids: Ids;
  secrets: SecretBox;
}

export interface AtsCredentials {
  apiKey: string;
  incomingSecret: string;
  outgoingSecret: string;
}

export interface NewAts {
  atsId: string;
  name: string;
  webhookUrl: string | null;
  /** `auto` if not said. */
  policy?: WorkspacePolicy | undefined;
}

/** An ATS of that id exists already. */
export class AtsExistsError extends Error {
  constructor(atsId: string) {
    super(`The ATS ${atsId} exists already`);
    this.name = 'AtsExistsError';
  }
}

/** Creates an ATS. Its credentials are given here, once: the key is stored as a hash and the secrets sealed. */
export async function createAts(deps: AtsDeps, ats: NewAts): Promise<AtsCredentials> {
  await assertNewAts(deps, ats);
  return storeNewAts(deps, ats);
}

/** The same for what {@link assertNewAts} has let pass just now. */
export async function storeNewAts(
  deps: AtsDeps,
  { atsId, name, webhookUrl, policy = 'auto' }: NewAts,
): Promise<AtsCredentials> {
  const { store, clock, ids, secrets } = deps;
  const credentials = {
    apiKey: makeApiKey(atsId, ids.randomBytes(32)),
    incomingSecret: makeWebhookSecret(ids),
    outgoingSecret: makeWebhookSecret(ids),
  };
  const now = clock.now();
  const ats: Ats = {
    atsId,
    name,
    enabled: true,
    webhookUrl,
    policy,
    apiKeyHash: hashApiKey(credentials.apiKey),
    incomingSecret: await secrets.seal(credentials.incomingSecret, { atsId, purpose: 'incoming' }),
    outgoingSecret: await secrets.seal(credentials.outgoingSecret, { atsId, purpose: 'outgoing' }),
    createdAt: now,
    updatedAt: now,
  };
  const activity = { activityId: ids.uniqueId(), atsId, createdAt: now, action: 'ats.created' } as const;
  const changes = [
    { field: 'name', before: null, after: name },
    ...(webhookUrl === null ? [] : [{ field: 'webhook_url', before: null, after: webhookUrl }]),
    { field: 'policy', before: null, after: policy },
  ];
  try {
    await store.commit([
      { type: 'create', path: paths.ats(atsId), data: ats },
      activityWrite(deps, { ...activity, changes }),
    ]);
  } catch (error) {
    const [stored] = await store.getAll<[Ats]>(paths.ats(atsId));
    // An answer lost on the way makes a create that worked look refused, or as if it had failed; only our own key tells it apart.
    if (stored?.data.apiKeyHash !== ats.apiKeyHash) {
      throw error instanceof ConflictError ? new AtsExistsError(atsId) : error;
    }
  }
  return credentials;
}

/** Throws the 422 of what no ATS can be made of. */
export async function assertNewAts(deps: WebhookUrlDeps, { atsId, name, webhookUrl }: NewAts): Promise<void> {
  if (!isAtsId(atsId)) {
    const msg = 'An ats_id is 3 to 40 of a-z, 0-9 and "-"';
    throw validationError({ loc: ['body', 'ats_id'], msg, type: 'pattern' });
  }
  assertAtsName(name);
  if (webhookUrl !== null) await assertWebhookUrl(deps, webhookUrl);
}
