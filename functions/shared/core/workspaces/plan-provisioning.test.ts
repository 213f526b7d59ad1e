import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../json/json-value.ts';
import { createEvent } from '../processing/create-event.ts';
import { type MemberEvent, planProvisioning } from './plan-provisioning.ts';
import type { Member, Workspace } from './workspace.ts';
import { memberAdded, workspaceCreated } from './workspace-types.ts';

const now = Date.UTC(2026, 0, 1);
const referenceId = '0198c2e4-7c3a-7f21-9b6d-3f5a1c0e8d42';

function event(type: string): MemberEvent {
  const ids = { referenceId, atsId: 'demo', recordId: 'r', clientId: 'acme', userId: 'u-1' };
  return createEvent({ ...ids, source: 'rest', type, payload: Buffer.from('{}') }, now) as MemberEvent;
}

const KNOWN: { workspace: Workspace; member: Member } = {
  workspace: { clientId: 'acme', provisionedBy: 'before', createdAt: 1 },
  member: { userId: 'u-1', provisionedBy: 'before', createdAt: 2 },
};

function plan(type: string, told: JsonObject | undefined, found: Partial<typeof KNOWN> = {}) {
  const { workspace, member, webhooks } = planProvisioning(
    event(type),
    told,
    { workspace: found.workspace, member: found.member },
    now,
  );
  const text = (stored: Workspace | Member | undefined) =>
    stored && {
      ...stored,
      ...(stored.payload ? { payload: JSON.parse(Buffer.from(stored.payload).toString()) } : {}),
    };
  return {
    workspace: text(workspace),
    member: text(member),
    webhooks: webhooks.map(({ event: name, payload }) => [
      name,
      JSON.parse(Buffer.from(payload).toString()).data,
    ]),
  };
}

const made = { provisionedBy: referenceId, createdAt: now };

describe('an event about a record', () => {
  test('of a client and a user who are known provisions nothing and tells of nothing', () => {
    expect(plan('candidate.created', undefined, KNOWN)).toEqual({
      workspace: undefined,
      member: undefined,
      webhooks: [],
    });
  });

  test('of an unknown client provisions both, with nothing but their ids', () => {
    expect(plan('candidate.created', undefined)).toEqual({
      workspace: { clientId: 'acme', ...made },
      member: { userId: 'u-1', ...made },
      webhooks: [
        ['workspace.provisioned', { client_id: 'acme' }],
        ['workspace.member_added', { client_id: 'acme', user_id: 'u-1' }],
      ],
    });
  });

  test('of an unknown user of a known client provisions the user only', () => {
    expect(plan('candidate.created', undefined, { workspace: KNOWN.workspace })).toEqual({
      workspace: undefined,
      member: { userId: 'u-1', ...made },
      webhooks: [['workspace.member_added', { client_id: 'acme', user_id: 'u-1' }]],
    });
  });
});

describe('what asks for a workspace', () => {
  const told = {
    client_id: 'acme',
    name: 'Acme',
    admin_name: 'Ada',
    admin_email: 'ada@acme.example',
    extra: 1,
  };
  const administrator = { client_id: 'acme', name: 'Ada', email: 'ada@acme.example' };

  test('makes it, and its administrator the first member', () => {
    expect(plan(workspaceCreated.event, told)).toEqual({
      workspace: { clientId: 'acme', ...made, payload: told },
      member: { userId: 'u-1', ...made, payload: administrator },
      webhooks: [
        ['workspace.provisioned', told],
        ['workspace.member_added', administrator],
      ],
    });
  });

  test('once more changes what is said of both, not when or by what they came, and is answered', () => {
    expect(plan(workspaceCreated.event, told, KNOWN)).toEqual({
      workspace: { ...KNOWN.workspace, payload: told },
      member: { ...KNOWN.member, payload: administrator },
      webhooks: [['workspace.provisioned', told]],
    });
  });
});

describe('what adds a member', () => {
  const told = { client_id: 'acme', user_id: 'u-1', name: 'Ada', email: 'ada@acme.example' };

  test('to a known client makes the member and leaves the workspace as it is', () => {
    expect(plan(memberAdded.event, told, { workspace: KNOWN.workspace })).toEqual({
      workspace: undefined,
      member: { userId: 'u-1', ...made, payload: told },
      webhooks: [['workspace.member_added', told]],
    });
  });

  test('who is known already changes what is said of them, and is answered', () => {
    expect(plan(memberAdded.event, told, KNOWN)).toEqual({
      workspace: undefined,
      member: { ...KNOWN.member, payload: told },
      webhooks: [['workspace.member_added', told]],
    });
  });

  test('to an unknown client provisions that too', () => {
    expect(plan(memberAdded.event, told).webhooks.map(([name]) => name)).toEqual([
      'workspace.provisioned',
      'workspace.member_added',
    ]);
  });
});

test('made twice, the same documents come of it', () => {
  const twice = [1, 2].map(() =>
    planProvisioning(event('candidate.created'), undefined, { workspace: undefined, member: undefined }, now),
  );
  expect(twice[0]).toEqual(twice[1]);
  expect(new Set(twice[0]?.webhooks.map(({ deliveryId }) => deliveryId)).size).toBe(2);
});
