import { SECOND_MS } from '../../shared/core/duration.ts';
import { describeLogEntry, describeWholeLogEntry } from '../../shared/flows/describe-log-entry.ts';
import { describeResend } from '../../shared/flows/describe-resend.ts';
import { describeWeek } from '../../shared/flows/describe-week.ts';
import { getAts } from '../../shared/flows/get-ats.ts';
import { getLogEntry } from '../../shared/flows/get-log-entry.ts';
import { type LogQuery, pageDeliveryLog } from '../../shared/flows/page-delivery-log.ts';
import { weekOfDeliveries } from '../../shared/flows/week-of-deliveries.ts';
import {
  type DeliveriesQuery,
  deliveriesAnswer,
  deliveriesQuery,
  weekAnswer,
  wholeDeliveryAnswer,
} from '../../shared/portal/schemas/delivery-log.ts';
import { operation } from '../operation.ts';
import { readLimit } from '../read-limit.ts';

/** Of one ATS, or for staff of all. */
const operationsFor = (who: 'ats' | 'staff') => ({
  list: operation({
    operationId: who === 'ats' ? 'listDeliveriesOfAts' : 'listDeliveries',
    who,
    summary: `The delivery log of ${who === 'ats' ? 'an ATS' : 'every ATS'}, newest first`,
    query: deliveriesQuery,
    answer: deliveriesAnswer,
    async handle(deps, { atsId, query }) {
      if (atsId) await getAts(deps, atsId);
      const page = { limit: readLimit(query), cursor: query.cursor };
      const { entries, nextCursor } = await pageDeliveryLog(deps, toLogQuery(atsId, query), page);
      return { body: { data: entries.map(describeLogEntry), next_cursor: nextCursor } };
    },
  }),
  get: operation({
    operationId: who === 'ats' ? 'getDeliveryOfAts' : 'getDelivery',
    who,
    summary: 'One entry of the delivery log, whole',
    answer: wholeDeliveryAnswer,
    errors: ['not_found'],
    async handle(deps, { atsId, parameter }) {
      const entry = await getLogEntry(deps, parameter('entry_id'), atsId || undefined);
      return { body: { ...describeWholeLogEntry(entry), resend: await describeResend(deps, entry) } };
    },
  }),
});

const week = operation({
  operationId: 'getWeekOfDeliveries',
  who: 'ats',
  summary: 'What became of the outgoing webhooks of the last seven days',
  answer: weekAnswer,
  async handle(deps, { atsId }) {
    await getAts(deps, atsId);
    return { body: describeWeek(await weekOfDeliveries(deps, atsId)) };
  },
});

function toLogQuery(atsId: string, query: DeliveriesQuery): LogQuery {
  const { direction, outcome, event, status_code: statusCode, reference_id: referenceId } = query;
  const { since_seconds: since, until_seconds: until } = query;
  return {
    ...(atsId ? { atsId } : {}),
    ...(direction ? { direction } : {}),
    ...(outcome ? { outcome } : {}),
    ...(event ? { event } : {}),
    ...(statusCode ? { statusCode: Number(statusCode) } : {}),
    ...(referenceId ? { referenceId } : {}),
    ...(since ? { since: Number(since) * SECOND_MS } : {}),
    ...(until ? { until: Number(until) * SECOND_MS } : {}),
  };
}

export const deliveryOperations = { ofAts: operationsFor('ats'), ofAll: operationsFor('staff'), week };
