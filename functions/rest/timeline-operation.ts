import type { JsonObject } from '../shared/core/json/json-value.ts';
import { describeEvent } from '../shared/flows/describe-event.ts';
import { eventTimeline } from '../shared/flows/event-timeline.ts';
import type { Operation } from './operation.ts';

/** `GET /v1/events/{reference_id}`: the whole story of one flow of the caller's own (spec section 8); 404 for any other. */
export const timelineOperation = {
  needs: 'key',
  read: async ({ store }, { ats, parameters }) => {
    const timeline = await eventTimeline(store, parameters.reference_id ?? '', ats.atsId);
    return { status: 200, body: describeEvent(timeline) as JsonObject };
  },
} as const satisfies Operation;
