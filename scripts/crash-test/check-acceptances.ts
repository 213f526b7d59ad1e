import type { Check } from './check.ts';
import type { RunNotes } from './run-notes.ts';

type Notes = Pick<RunNotes, 'acceptances' | 'refusals' | 'final'>;

/** Every request got its 202, always with the same reference id, and made one event. */
export function checkAcceptances(notes: Notes): Check[] {
  return [
    { name: 'every request was answered 202 in the end', problems: notes.refusals },
    { name: 'one reference id for each Idempotency-Key or event_id', problems: checkKeys(notes) },
    { name: 'one settled event for each 202', problems: checkEvents(notes) },
  ];
}

function checkKeys({ acceptances }: Notes): string[] {
  const several = [...Map.groupBy(acceptances, ({ source, key }) => `${source} ${key}`)]
    .map(([key, answers]) => ({ key, ids: new Set(answers.map(({ referenceId }) => referenceId)) }))
    .filter(({ ids }) => ids.size > 1)
    .map(({ key, ids }) => `${key} was answered with ${ids.size} reference ids: ${[...ids].join(', ')}`);
  const shared = [...Map.groupBy(acceptances, ({ referenceId }) => referenceId)]
    .map(([id, answers]) => ({ id, keys: new Set(answers.map(({ source, key }) => `${source} ${key}`)) }))
    .filter(({ keys }) => keys.size > 1)
    .map(({ id, keys }) => `${id} was the answer to ${keys.size} requests: ${[...keys].join(', ')}`);
  return [...several, ...shared];
}

function checkEvents({ acceptances, final }: Notes): string[] {
  const events = new Map(final.events.map((event) => [event.referenceId, event]));
  const answered = new Set(acceptances.map(({ referenceId }) => referenceId));
  const wrong = [...answered].flatMap((referenceId) => {
    const event = events.get(referenceId);
    if (event === undefined) return [`${referenceId} was answered 202, and there is no event`];
    const asItShould = event.state === 'settled' && event.outcome === 'success';
    return asItShould ? [] : [`${referenceId} is ${event.state} with outcome ${event.outcome}`];
  });
  const extra = final.events
    .filter(({ referenceId }) => !answered.has(referenceId))
    .map(({ referenceId, recordId }) => `${referenceId} (${recordId}) is an event that no 202 named`);
  return [...wrong, ...extra];
}
