import { describeEvent } from '../../shared/flows/describe-event.ts';
import { eventTimeline } from '../../shared/flows/event-timeline.ts';
import { type EventAnswer, eventAnswer } from '../../shared/portal/schemas/event.ts';
import { operation } from '../operation.ts';

const get = (who: 'ats' | 'staff') =>
  operation({
    operationId: who === 'ats' ? 'getEventOfAts' : 'getEvent',
    who,
    summary: 'The whole flow of one reference id',
    answer: eventAnswer,
    errors: ['not_found'],
    async handle({ store }, { atsId, parameter }) {
      const timeline = await eventTimeline(store, parameter('reference_id'), atsId || undefined);
      return { body: describeEvent(timeline) satisfies EventAnswer };
    },
  });

export const eventOperations = { ofAts: get('ats'), ofAny: get('staff') };
