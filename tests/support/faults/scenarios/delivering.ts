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
