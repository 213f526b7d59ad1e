import { describe, expect, test } from '@jest/globals';
import { FUNCTION_NAMES } from '../../functions/function-names.ts';
import { physicalQueues, SLOW_QUEUES } from '../../functions/shared/core/queues.ts';
import { RETRY_LADDER, rungQueue } from '../../functions/shared/core/retry-ladder.ts';
import { entriesOf } from './support/entries-of.ts';
import { modulesOf } from './support/modules-of.ts';

const GRANTS = entriesOf('infra/iam.tf', 'grants');

/** What a list of a function's grants holds. */
function granted(name: string, list: string): string[] {
  const [, items = ''] = new RegExp(`^ *${list} += \\[([^\\]]*)\\]`, 'm').exec(GRANTS[name] ?? '') ?? [];
  return Array.from(items.matchAll(/"([^"]+)"/g), ([, item = '']) => item);
}

/** Whether some module that a function loads makes such a call. */
function calls(name: string, call: RegExp): boolean {
  return modulesOf(`functions/${name}/create-${name}.ts`).some((text) => call.test(text));
}

function listIf(condition: boolean, ...items: string[]): string[] {
  return condition ? items : [];
}

describe.each(FUNCTION_NAMES)('what %s may do is what its code does:', (name) => {
  test('the secrets it reads', () => {
    expect(granted(name, 'secrets')).toEqual([
      ...listIf(calls(name, /portalIdentity\s*\.(signIn|setPassword)\(/), 'identity-api-key'),
      ...listIf(calls(name, /vault\.(current|byVersion)\(|secrets\.(open|seal)\(/), 'master-key'),
      ...listIf(calls(name, /vault\.derive\(/), 'root-key'),
    ]);
  });

  test('the queues it creates tasks in', () => {
    // The sweep makes whatever was lost, so Terraform gives it all there are.
    if (name === 'sweep') {
      expect(GRANTS[name]).toContain(
        'enqueues = distinct([for queue in values(local.queues) : queue.queue])',
      );
      return;
    }
    const expected = new Set([
      ...listIf(calls(name, /createTask\([^)]*queue: 'process'/), 'process'),
      ...listIf(calls(name, /enqueueDelivery\(deps/), 'deliver'),
      ...listIf(calls(name, /stepAside\(deps/), SLOW_QUEUES[name as keyof typeof SLOW_QUEUES]),
      // Whoever makes the attempts goes on to the further ones.
      ...listIf(name === 'deliver', ...RETRY_LADDER.map((_, attemptsDone) => rungQueue(attemptsDone))),
    ]);
    expect(granted(name, 'enqueues').sort()).toEqual([...expected].sort());
  });

  test('what it asks of queues, people and the store', () => {
    const first = physicalQueues()[0]?.name ?? '';
    expect(granted(name, 'looks_at')).toEqual(listIf(calls(name, /queue\.ping\(/), first));
    const asks = calls(name, /portalIdentity\s*\.\w+\(/);
    const changes = calls(name, /portalIdentity\s*\.(?!verify\()\w+\(/);
    expect(granted(name, 'project')).toEqual([
      'roles/datastore.user',
      ...listIf(changes, 'roles/firebaseauth.admin'),
      ...listIf(asks && !changes, 'roles/firebaseauth.viewer'),
    ]);
  });
});
