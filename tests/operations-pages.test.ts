import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { SETTINGS } from '../functions/shared/config/settings.ts';
import { physicalQueues, QUEUES } from '../functions/shared/core/queues.ts';

const OPERATIONS = 'docs/operations.md';
const RUNBOOKS = globSync('docs/runbooks/*.md').sort();
const PAGES = [OPERATIONS, ...RUNBOOKS, 'docs/multi-region.md'];
const read = (file: string) => readFileSync(file, 'utf8');

/** A call that writes a log line: its level, or the levels that it chooses from, and its event. */
const LOG_CALL = /\blog(?:\.(debug|info|warn|error)|\[([^\]]+)\])\(\s*(?:'([^']+)'|`([^`]+)`|(\w+))/g;

/** Where the event's name is in a variable, and which names that takes. */
const NAMED_BY_VARIABLE: Record<string, [event: string, levels: string[]][]> = {
  'functions/shared/flows/note-health.ts': [
    ['endpoint.healthy', ['info']],
    ['endpoint.unhealthy', ['warn']],
  ],
  'functions/shared/adapters/local/local-task-queue.ts': [
    ['task.settle_failed', ['error']],
    ['task.lease_failed', ['error']],
  ],
};

function loggedEvents(): Map<string, Set<string>> {
  const events = new Map<string, Set<string>>();
  const add = (event: string, levels: readonly string[]) =>
    events.set(event, new Set([...(events.get(event) ?? []), ...levels]));
  for (const file of globSync('functions/**/*.ts')) {
    if (/\.(?:test|contract)\.ts$/.test(file)) continue;
    for (const [call, level, chosen = '', event, template, variable] of read(file).matchAll(LOG_CALL)) {
      if (event !== undefined) {
        add(
          event,
          level ? [level] : [...chosen.matchAll(/'(debug|info|warn|error)'/g)].map(([, one]) => String(one)),
        );
      } else {
        const named = NAMED_BY_VARIABLE[file];
        // A new place whose names this test cannot see belongs above.
        expect([file, call, template ?? variable, named !== undefined]).toEqual([
          file,
          call,
          template ?? variable,
          true,
        ]);
        for (const [name, levels] of named ?? []) add(name, levels);
      }
    }
  }
  return events;
}

function describedEvents(): Map<string, Set<string>> {
  const rows = read(OPERATIONS).matchAll(/^\| `([a-z_]+\.[a-z_]+)` \| ([a-z, ]+) \|/gm);
  return new Map([...rows].map(([, event, levels]) => [String(event), new Set(String(levels).split(', '))]));
}

test('the list of events has each line that the functions log, with its levels, and no other', () => {
  const logged = loggedEvents();
  expect(logged.size).toBeGreaterThan(25);
  const sorted = (events: Map<string, Set<string>>) =>
    [...events].map(([event, levels]) => [event, [...levels].sort()]).sort();
  expect(sorted(describedEvents())).toEqual(sorted(logged));
});

test.each(PAGES)('%s asks the log for events and fields that there are', (file) => {
  const known = describedEvents();
  const asked = [...read(file).matchAll(/jsonPayload\.message=(?:"([^"]+)"|\(([^)]+)\))/g)].flatMap(
    ([, one, several = '']) =>
      one ? [one] : [...several.matchAll(/"([^"]+)"/g)].map(([, each]) => String(each)),
  );
  expect(asked.filter((event) => !known.has(event))).toEqual([]);
});

test.each(RUNBOOKS)(
  '%s goes from the symptom to how one knows that it is over, and operations.md leads to it',
  (file) => {
    const headings = [...read(file).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Symptom', 'What it means', 'What to look at', 'What to do', 'Over when']);
    expect(read(OPERATIONS)).toContain(`](${file.replace('docs/', '')})`);
  },
);

test.each(PAGES)('every page that %s links to is there, and every heading', (file) => {
  for (const [, target = '', anchor] of read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
    const page = target === '' ? file : join(dirname(file), target);
    expect([page, existsSync(page)]).toEqual([page, true]);
    if (anchor === undefined) continue;
    const anchors = [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    expect(anchors).toContain(anchor);
  }
});

test.each(PAGES)('the npm scripts, queues and variables that %s names are those that there are', (file) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(file).matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, script]) =>
    String(script),
  );
  expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);

  const physical = new Set(physicalQueues().map(({ name }) => name));
  const queues = [...read(file).matchAll(/carvos-((?:process|deliver)[a-z0-9-]*)/g)].map(([, queue]) =>
    String(queue).replace(/-(?:s)?$/, ''),
  );
  expect(queues.filter((queue) => !physical.has(queue) && !(queue in QUEUES))).toEqual([]);

  const variables = new Set(Object.values(SETTINGS).map(({ name }) => name as string));
  const said = [...read(file).matchAll(/\bCARVOS_[A-Z_]+\b/g)].map(([variable]) => variable);
  expect(said.filter((variable) => !variables.has(variable))).toEqual([]);
});

test.each(PAGES)('the charts that %s names are on the dashboard', (file) => {
  const titles = [...read('infra/monitoring-dashboard.tf').matchAll(/title = "([^"(]+?)(?: \([^)]*\))?"/g)];
  const named = [...read(file).matchAll(/\bchart \*([^*]+)\*/g)].map(([, chart]) => chart);
  expect(named.filter((chart) => !titles.some(([, title]) => title === chart))).toEqual([]);
});

test('it quotes what the smoke test says where it fails', () => {
  const said =
    read(OPERATIONS)
      .replaceAll('\n', ' ')
      .match(/`of the smoke test's [^`]+`/g) ?? [];
  expect(said).toHaveLength(1);
  expect(read('scripts/deploy/smoke-test.ts')).toContain(String(said[0]).slice(1, -1));
});

test('it says how many queues there are', () => {
  expect(read(OPERATIONS)).toContain(`${physicalQueues().length} queues`);
});
