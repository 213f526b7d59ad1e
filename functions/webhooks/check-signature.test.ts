import type { IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { silentLog } from '../../tests/support/silent-log.ts';
import { TestClock } from '../../tests/support/test-clock.ts';
import { testIds } from '../../tests/support/test-ids.ts';
import type { Ats } from '../shared/core/ats.ts';
import { MINUTE_MS } from '../shared/core/duration.ts';
import type { SecretBinding } from '../shared/core/seal-secret.ts';
import { signWebhook } from '../shared/core/signature/sign-webhook.ts';
import type { SecretBox } from '../shared/flows/secret-box.ts';
import { createSignatureCheck, type SignatureCheck } from './check-signature.ts';

const BODY = Buffer.from('{}');

describe('the check of a signature', () => {
  let clock: TestClock;
  let check: SignatureCheck;
  let opened: (SecretBinding & { sealed: string })[];
  let decoys: string[];
  let overlapping: Ats;
  const single = { atsId: 'acme', incomingSecret: 'sealed:new' } as Ats;

  beforeEach(() => {
    clock = new TestClock();
    opened = [];
    decoys = [];
    const secrets: SecretBox = {
      async seal(plaintext) {
        decoys.push(plaintext);
        return `sealed:${plaintext}`;
      },
      async open(sealed, binding) {
        opened.push({ sealed, ...binding });
        return sealed.replace('sealed:', '');
      },
    };
    check = createSignatureCheck({ secrets, clock, ids: testIds(clock), log: silentLog });
    const until = clock.now() + MINUTE_MS;
    overlapping = { ...single, previousIncomingSecret: { sealed: 'sealed:old', until } };
  });

  const verdict = (ats: Ats | undefined, ...secrets: string[]) => {
    const timestampSeconds = Math.floor(clock.now() / 1000);
    const header = signWebhook({ secrets, timestampSeconds, body: BODY });
    const request = { headersDistinct: { 'x-webhook-signature': [header] } } as unknown as IncomingMessage;
    return check(request, BODY, ats);
  };

  test.each([
    ['the new secret', ['new'], 'valid'],
    ['the old secret', ['old'], 'valid'],
    ['both, in any order', ['old', 'new'], 'valid'],
    ['neither', ['older'], 'invalid'],
  ] as const)('during an overlap a webhook signed with %s', async (_, secrets, expected) => {
    expect(await verdict(overlapping, ...secrets)).toBe(expected);
  });

  test('the old secret counts until the millisecond before the overlap ends, and not at its end', async () => {
    clock.advance(MINUTE_MS - 1);
    expect(await verdict(overlapping, 'old')).toBe('valid');
    clock.advance(1);
    expect(await verdict(overlapping, 'old')).toBe('invalid');
    expect(await verdict(overlapping, 'new')).toBe('valid');
  });

  test('takes the same work for every ATS, known or not, in an overlap or not: two secrets are opened', async () => {
    const own = (sealed: string) => ({ sealed, atsId: 'acme', purpose: 'incoming' });
    const cases: [Ats | undefined, object[]][] = [
      [undefined, []],
      [single, [own('sealed:new')]],
      [overlapping, [own('sealed:new'), own('sealed:old')]],
    ];
    for (const [ats, owned] of cases) {
      opened = [];
      await verdict(ats, 'wrong');
      const decoy = { sealed: `sealed:${decoys[0]}`, atsId: 'decoy', purpose: 'incoming' };
      expect(opened).toEqual([...owned, decoy, decoy].slice(0, 2));
    }
    clock.advance(MINUTE_MS);
    opened = [];
    await verdict(overlapping, 'wrong');
    expect(opened.map(({ atsId }) => atsId)).toEqual(['acme', 'decoy']);
    // It is sealed for the first call, whoever's it is, and for no other.
    expect(decoys).toHaveLength(1);
  });

  test('what is signed with the decoy is nobody’s where there is no such ATS', async () => {
    await verdict(undefined, 'wrong');
    expect(await verdict(undefined, String(decoys[0]))).toBe('invalid');
  });
});
