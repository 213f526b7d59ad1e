import { paths } from '../../../../functions/shared/core/paths.ts';
import { updateAts } from '../../../../functions/shared/flows/update-ats.ts';
import type { FaultFlow } from '../fault-flow.ts';
import { create } from '../requests.ts';
import type { Scenario } from '../scenario.ts';

const change = (flow: FaultFlow, to: Parameters<typeof updateAts>[2]) =>
  updateAts(flow.world.carvos.gateway.runtime, 'demo', to);

/** Lets the deliveries meet an ATS that is as it should not be, and then puts it right. */
async function meanwhile(flow: FaultFlow, wrong: { enabled: false } | { webhookUrl: null }): Promise<void> {
  const { carvos } = flow.world;
  await create(flow);
  await change(flow, wrong);
  try {
    await carvos.work();
    await flow.until(({ deliveries }) =>
      deliveries.some(({ n, postponements }) => n > 0 || postponements > 1),
    );
  } finally {
    await change(flow, { enabled: true, webhookUrl: 'http://127.0.0.1:9/hook' });
  }
}

/** Nothing is known of the endpoint, whatever came before. */
function forgetHealth({ world }: FaultFlow): Promise<unknown> {
  const path = paths.endpointHealth('demo');
  return world.carvos.gateway.runtime.store.commit([{ type: 'delete', path }]);
}

/** The endpoint fails slowly until it counts as unhealthy; another webhook comes, and it takes that one and the rest. */
async function failSlowly(flow: FaultFlow): Promise<void> {
  const { outside } = flow.world;
  outside.ats = () => 500;
  outside.atsTakesMs = 5000;
  await create(flow);
  await flow.until(({ deliveries }) => deliveries.some(({ n }) => n >= 3));
  outside.ats = () => 200;
  outside.atsTakesMs = 0;
  await create(flow, { record: 'b' });
}

/** What the ATS may answer, and how it may be set. */
export const DELIVERING: readonly Scenario[] = [
  {
    name: 'the ATS takes its webhook',
    functions: ['deliver'],
    run: (flow) => create(flow),
  },
  {
    name: 'the ATS takes its webhook on the second rung',
    functions: ['deliver'],
    run: (flow) => {
      flow.world.outside.ats = (_, earlier) => (earlier === 0 ? 500 : 200);
      return create(flow);
    },
  },
  {
    name: 'the ATS never takes its webhook',
    functions: ['deliver'],
    ends: 'exhausted',
    run: (flow) => {
      flow.world.outside.ats = () => 500;
      return create(flow);
    },
  },
  {
    name: 'the ATS fails slowly, and then takes its webhooks',
    functions: ['deliver'],
    before: forgetHealth,
    run: failSlowly,
  },
  {
    name: 'the ATS is disabled for a while',
    functions: ['deliver'],
    run: (flow) => meanwhile(flow, { enabled: false }),
  },
  {
    name: 'the ATS has no URL for a while',
    functions: ['deliver'],
    run: (flow) => meanwhile(flow, { webhookUrl: null }),
  },
];
