import { getAts } from './get-ats.ts';
import { type NoteActivityDeps, noteActivity } from './note-activity.ts';
import type { SecretBox } from './secret-box.ts';

export interface RevealedSecrets {
  incomingSecret: string;
  outgoingSecret: string;
}

/** Both webhook secrets of an ATS, for somebody who may read them; that they did is written down first. Throws `not_found`. */
export async function revealSecrets(
  deps: NoteActivityDeps & { secrets: SecretBox },
  atsId: string,
): Promise<RevealedSecrets> {
  await getAts(deps, atsId);
  const changes = ['incoming_secret', 'outgoing_secret'].map((field) => ({
    field,
    before: null,
    after: null,
  }));
  await noteActivity(deps, { atsId, action: 'webhook_secrets.revealed', changes });
  // What is current only now is what is shown: a rotation may have come in between.
  const ats = await getAts(deps, atsId);
  return {
    incomingSecret: await deps.secrets.open(ats.incomingSecret, { atsId, purpose: 'incoming' }),
    outgoingSecret: await deps.secrets.open(ats.outgoingSecret, { atsId, purpose: 'outgoing' }),
  };
}
