import { expect, test } from '@jest/globals';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { testIds } from '../../../../tests/support/test-ids.ts';
import { describePortalIdentityContract } from '../../ports/portal-identity.contract.ts';
import { createInlineWriter } from './inline-writer.ts';
import { createLocalPortalIdentity } from './local-portal-identity.ts';
import { openDatabase } from './open-database.ts';
import type { PasswordCost } from './password-hasher.ts';
import { createSqliteStore } from './sqlite-store.ts';

const CHEAP: PasswordCost = { N: 2, r: 1, p: 1 };

function open(passwordCost?: PasswordCost) {
  const clock = new TestClock();
  const db = openDatabase({ file: ':memory:', durability: 'full' });
  const mails: { email: string; code: string }[] = [];
  const key = Buffer.alloc(32, 7);
  const identity = createLocalPortalIdentity({
    store: createSqliteStore(db, createInlineWriter(db)),
    clock,
    ids: testIds(clock),
    key: async () => key,
    deliverMail: (mail) => mails.push(mail),
    ...(passwordCost ? { passwordCost } : {}),
  });
  return { identity, clock, mails, close: async () => db.close() };
}

describePortalIdentityContract(
  'The embedded platform',
  async () => {
    const { mails, ...harness } = open(CHEAP);
    const readMail = async (email: string) => mails.findLast((mail) => mail.email === email)?.code;
    return { ...harness, readMail };
  },
  { rolesAlways: true },
);

test('passwords at what they cost in earnest', async () => {
  const { identity, close } = open();
  await identity.create('ada@demo.example', { role: 'staff' });
  const { code } = await identity.passwordCode('ada@demo.example');
  await identity.setPassword(code, 'Ada and twelve more');
  expect(await identity.signIn('ada@demo.example', 'Ada and twelve more')).toBeDefined();
  expect(await identity.signIn('ada@demo.example', 'ada and twelve more')).toBeUndefined();
  await close();
});
