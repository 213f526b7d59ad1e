import { GatewayError } from '../../shared/core/errors.ts';
import { validationError } from '../../shared/core/validation-error.ts';
import { describeAtsSummary, describeConfiguration } from '../../shared/flows/describe-ats.ts';
import { editAts } from '../../shared/flows/edit-ats.ts';
import { readAts } from '../../shared/flows/get-ats.ts';
import { pageAts } from '../../shared/flows/page-ats.ts';
import {
  atsPageAnswer,
  atsQuery,
  configurationAnswer,
  type EditRequest,
  editRequest,
} from '../../shared/portal/schemas/ats.ts';
import { operation } from '../operation.ts';
import { readLimit } from '../read-limit.ts';

const get = operation({
  operationId: 'getAts',
  who: 'ats',
  summary: 'How an ATS is configured',
  answer: configurationAnswer,
  handle: async (deps, { atsId }) => ({
    body: await describeConfiguration(deps, await readAts(deps, atsId)),
  }),
});

const edit = operation({
  operationId: 'editAts',
  who: 'ats',
  summary: 'Edit an ATS: administrators its name and webhook URL, staff whether it is enabled and its policy',
  body: editRequest,
  answer: configurationAnswer,
  errors: ['not_permitted', 'stale_edit'],
  async handle(deps, { atsId, actor, body }) {
    assertOwnFields(body, actor.kind === 'staff');
    const { version: seen, name, webhook_url: webhookUrl, enabled, policy } = body;
    const edited = await editAts({ ...deps, actor }, atsId, { seen, name, webhookUrl, enabled, policy });
    return { body: await describeConfiguration(deps, edited) };
  },
});

const list = operation({
  operationId: 'listAts',
  who: 'staff',
  summary: 'Every ATS, or those whose id or name has the search in it',
  query: atsQuery,
  answer: atsPageAnswer,
  async handle(deps, { query }) {
    const { q = '', cursor } = query;
    const { found, nextCursor } = await pageAts(deps, q, { limit: readLimit(query), cursor });
    return { body: { data: found.map(describeAtsSummary), next_cursor: nextCursor } };
  },
});

/** Name and URL are the ATS's to choose; what Carv decides about it is Carv's. */
function assertOwnFields(body: EditRequest, isStaff: boolean): void {
  const { version: _, ...fields } = body;
  const given = Object.keys(fields);
  if (given.length === 0) {
    throw validationError({ loc: ['body'], msg: 'There is nothing to change', type: 'missing' });
  }
  const foreign = (isStaff ? ['name', 'webhook_url'] : ['enabled', 'policy']).filter((field) =>
    given.includes(field),
  );
  if (foreign.length === 0) return;
  const whose = isStaff ? 'an administrator of the ATS' : 'Carv support';
  throw new GatewayError('not_permitted', { detail: `Only ${whose} may change ${foreign.join(' and ')}` });
}

export const atsOperations = { get, edit, list };
