import type { IncomingMessage } from 'node:http';
import type { Ats } from '../shared/core/ats.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { paths } from '../shared/core/paths.ts';
import { describeEvent } from '../shared/flows/describe-event.ts';
import { eventTimeline } from '../shared/flows/event-timeline.ts';
import { orUnavailable } from '../shared/flows/or-unavailable.ts';
import { authorizeApiKey } from '../shared/http/authorize-api-key.ts';
import type { Answer } from '../shared/http/respond.ts';
import { pathParameter, type RouteMatch } from '../shared/http/route.ts';
import { readApiKey } from './read-api-key.ts';
import type { RestDeps } from './rest-call.ts';

/** `GET /v1/events/{reference_id}`: the whole story of one flow of the caller's own (spec section 8); 404 for any other. */
export async function readTimeline(
  { store, log }: RestDeps,
  request: IncomingMessage,
  match: RouteMatch<unknown>,
): Promise<Answer> {
  const { value, atsId } = readApiKey(request);
  const [found] = await orUnavailable(store.getAll<[Ats]>(paths.ats(atsId)));
  const ats = authorizeApiKey(found?.data, value);
  log.annotate({ ats_id: ats.atsId });
  const referenceId = pathParameter(match, 'reference_id');
  const timeline = await orUnavailable(eventTimeline(store, referenceId, ats.atsId));
  return { status: 200, body: describeEvent(timeline) as JsonObject };
}
