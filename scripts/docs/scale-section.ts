import { INSTANCE_PLACES, physicalQueues, QUEUES } from '../../functions/shared/core/queues.ts';
import { listBottlenecks } from '../cost/list-bottlenecks.ts';
import { loadOfRate } from '../cost/load-of-rate.ts';
import { backlogTable } from '../simulate/backlog-table.ts';
import { DOCUMENTED_OUTAGES, DOCUMENTED_SEED } from '../simulate/documented-outages.ts';

const RATES = [10, 100, 1000, 10_000];
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format;

/** What CarvOS takes, what gives way first, and what a backlog does: of docs/cost-and-scale.md the second half. */
export function scaleSection(): string {
  return [ratesPart(), bottlenecksPart(), quotasPart(), stepsPart(), backlogPart()].join('\n\n');
}

function ratesPart(): string {
  const rows = RATES.map(loadOfRate).map(
    ({ eventsPerSecond, documentReads, documentWrites, tasks, requests, busyInstances, dollarsPerDay }) =>
      `| ${[eventsPerSecond, documentReads, documentWrites, tasks, requests].map(whole).join(' | ')} | ${busyInstances.toFixed(1)} | ${whole(dollarsPerDay)} |`,
  );
  return `## What a rate asks for

The same mix of events, steadily, a second. The last columns are the vCPUs that are busy, by the same assumption, and the list price of a day.

| events | document reads | document writes | tasks | requests to functions | vCPUs | US$ a day |
|---:|---:|---:|---:|---:|---:|---:|
${rows.join('\n')}`;
}

function bottlenecksPart(): string {
  const rows = listBottlenecks().map(
    ({ what, eventsPerSecond, because, remedy }) =>
      `| ${what} | ${whole(eventsPerSecond)} | ${because} | ${remedy} |`,
  );
  const { shards, maxConcurrentDispatches } = QUEUES.process;
  const instances = Math.ceil((shards * maxConcurrentDispatches) / INSTANCE_PLACES);
  return `## What gives way first

What CarvOS itself bounds, computed from its own tables, for all ATSs together if not said otherwise. That Firestore slows down at about 500 entries a second
at one end of an index is Google's word; nothing here was measured on Google Cloud.

| what | events a second | because | what to change |
|---|---:|---|---|
${rows.join('\n')}

More than that waits in its queue, and loses nothing: what is above the rate is late. An instance takes 64 tasks at once, so the places above ask
for ${instances} instances of \`process\` and of \`deliver\` each; their largest numbers are Terraform's (\`instances\`).`;
}

function quotasPart(): string {
  return `## Quotas

Google's published limits that the design leans on. What a project has is in its console (*IAM & Admin, Quotas*): most can be raised, and a new project often has less.

| service | limit | what it means here |
|---|---|---|
| Cloud Tasks | 500 dispatches a second and 5,000 at once of a queue; 1,000 queues of a region | queues are sharded; there are ${physicalQueues().length} |
| Firestore | 500 writes a second at one end of an index (soft); traffic to new ranges grows by half each 5 min, from 500 a second | ids and indexes are spread; let a new deployment warm up |
| Firestore | 1 MiB a document, 10 MiB a request | what is stored ends at 768 KiB |
| Cloud Run | 1,000 requests at once of an instance; instances by region, to be raised | 64 to 80 are used |
| Cloud Scheduler | once a minute at most | \`sweep\` looks each minute, at 100 documents a shard and page |
| Secret Manager | reads a minute of a project | an instance reads a key once, and the newest version each 5 min at most |
| Identity Platform | sign-ins and look-ups a second of a project | only the portal's people: one look-up a request |`;
}

function stepsPart(): string {
  return `## What to change when

**10 a second** (26 million events a month). Nothing. \`min\` instances of \`rest\` and \`webhooks\` decide whether a first request waits for a start.

**100 a second.** Nothing in the code. The AI service gets 50 calls at once at half a second each. One ATS may send 100 a second to each instance (\`rate_limit\`). A database
that is new is led up to it over a quarter of an hour. Logs begin to count: three lines an event and one of each request.

**1,000 a second.** At the edge of the queues' tables: twice the shards of \`process\` and \`deliver\` (8), and of their rungs (4), twice the \`instances\`; \`LOG_SHARDS\` 8. One ATS
with more than a third of it needs the shard in its own indexes. The addresses that webhooks leave by, and the connector's instances, have to be
looked at. Ask Google to raise the quotas of instances first. \`log_level = "warn"\` or a sampled log of events.

**10,000 a second.** Another design for what is in the middle; accepting and the ladder stay. Firestore would write more than 100,000 documents a second, which is to be agreed with Google
beforehand: rather fewer writes an event (claims only for what is repeated, one delivery-log document for many attempts or none in Firestore), ATSs spread over several databases
by id, and Pub/Sub in place of the first queues, whose order of magnitude it is. The ladder's queues hold only what failed.`;
}

function backlogPart(): string {
  return `## After an outage

What the ladder makes of an outage of all receivers, simulated (\`scripts/simulate\`; others: \`npm run simulate:backlog -- --help\`). *And at once* are webhooks of its first second,
as when an ATS sends all it has anew. Every attempt fails at once until it is over; what times out instead waits in the slow queues, which are not in it
([fairness.md](fairness.md), [outages.md](outages.md)).

${backlogTable(DOCUMENTED_OUTAGES, DOCUMENTED_SEED)}

![Attempts a second, with and without jitter and limits](cost-and-scale/backlog.svg)

- **Jitter is what keeps the stampede away.** What failed in one second comes back in one second without it, also hours later; 10 % of a rung spread it over 6 s, 30 s, 3 min and 12 min.
- **Limits bound what jitter cannot**: the first rungs, whose jitter is short, and the moment itself.
- A steady load needs neither: during an outage it is at most five times its rate, one for each rung, and jitter only makes its seconds uneven.
- Jitter exhausts a few less, as its attempts come later; what is exhausted after 2 h 36 min is sent again by hand, newest first, at a chosen rate.`;
}
