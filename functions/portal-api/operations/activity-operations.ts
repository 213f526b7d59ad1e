import { describeActivity } from '../../shared/flows/describe-activity.ts';
import { pageActivity } from '../../shared/flows/page-activity.ts';
import { activityAnswer } from '../../shared/portal/schemas/activity.ts';
import { pageQuery } from '../../shared/portal/schemas/shapes.ts';
import { operation } from '../operation.ts';
import { readLimit } from '../read-limit.ts';

const list = (who: 'ats' | 'staff') =>
  operation({
    operationId: who === 'ats' ? 'listActivityOfAts' : 'listActivity',
    who,
    summary: who === 'ats' ? 'What was changed of an ATS' : 'What was changed of any ATS',
    query: pageQuery,
    answer: activityAnswer,
    async handle(deps, { atsId, query }) {
      const page = { limit: readLimit(query), cursor: query.cursor };
      const { activities, nextCursor } = await pageActivity(deps, atsId || undefined, page);
      return { body: { data: activities.map(describeActivity), next_cursor: nextCursor } };
    },
  });

export const activityOperations = { ofAts: list('ats'), ofAll: list('staff') };
