import { costOfEvents, TYPICAL } from '../cost/cost-of-events.ts';
import { costTable } from '../cost/cost-table.ts';
import { FLOW_CALLS } from '../cost/flow-calls.ts';
import { LIST_PRICES } from '../cost/list-prices.ts';
import { scaleSection } from './scale-section.ts';

/** `docs/cost-and-scale.md`, from the calls that a test counts at Google's client libraries. */
export function costPage(): string {
  const rows = Object.entries(FLOW_CALLS).map(
    ([flow, { reads, queries, commits, tasks, documentReads, documentWrites }]) =>
      `| ${flow} | ${reads + queries} | ${commits} | ${tasks} | ${documentReads} | ${documentWrites} |`,
  );
  const percent = (share: number) => `${share * 100} %`;
  return `# Cost and scale

<!-- Made by \`npm run docs\` from scripts/cost. A test fails when it is out of date. -->

## Calls of a flow

Counted at Google's client libraries by a test (\`tests/google-cloud/round-trips.test.ts\`), for an instance that has its key and a
workspace that is provisioned. A claim is a commit of its own, before anything is sent.

| flow | reads and queries | commits | tasks | documents read | documents written |
|---|---:|---:|---:|---:|---:|
${rows.join('\n')}

A webhook opens the ATS's secret with the master key, which an instance reads once from Secret Manager and keeps. A document that
is asked for and is not there, and a query that finds nothing, are billed as one read.

## A million events

${percent(TYPICAL.byWebhook)} by webhook, of which ${percent(TYPICAL.merging)} merge; ${TYPICAL.failedAttempts} failed attempts an event;
${TYPICAL.instanceMsPerRequest} ms of an instance with one vCPU and 0.5 GiB a request, which is an assumption: several requests share
an instance, and what one takes is to be read from the deployment's own metrics.

${costTable(costOfEvents(TYPICAL, LIST_PRICES))}

Prices: ${LIST_PRICES.source}. Not in it: free quotas, storage (events and deliveries go after 7 days), traffic, logs, the load
balancer, and what runs anyway (\`sweep\`: ${(FLOW_CALLS['a sweep that finds nothing'].documentReads * 60 * 24 * 30).toLocaleString('en')} reads a month). Other loads and prices: \`npm run cost -- --help\`.

${scaleSection()}
`;
}
