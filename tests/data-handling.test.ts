import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PASSWORD_CODE_MS } from '../functions/shared/adapters/local/password-codes.ts';
import { LOGGED_HEADERS, MAX_HEADER_LENGTH } from '../functions/shared/core/delivery-log/logged-headers.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../functions/shared/core/duration.ts';
import {
  AI_PATIENCE_MS,
  EVENT_ID_MEMORY_MS,
  IDEMPOTENCY_KEY_MEMORY_MS,
  MAX_BODY_BYTES,
  MAX_LOGGED_PAYLOAD_BYTES,
  MAX_RESPONSE_BYTES,
  RETENTION_MS,
} from '../functions/shared/core/limits.ts';
import { paths } from '../functions/shared/core/paths.ts';
import { PORTAL_SESSION_MS } from '../functions/shared/core/portal/person.ts';
import {
  ATTEMPTS_KEPT_MS,
  KNOWN_NETWORKS_KEPT_MS,
} from '../functions/shared/core/portal/sign-in-attempts.ts';
import { RECORD_TYPES } from '../functions/shared/core/records/record-types.ts';
import { RETRY_LADDER } from '../functions/shared/core/retry-ladder.ts';
import { MAX_MAILS } from '../functions/shared/runtime/local-runtime.ts';
import { MAX_NAME_LENGTH, PATIENCE_MS, SAMPLE } from '../functions/webhooks/delivery-log-writer.ts';
import { collectionGroup, INDEXES } from './support/firestore-indexes.ts';

const PAGE = readFileSync('docs/data-handling.md', 'utf8');
/** Without regard to where its lines end. */
const TEXT = PAGE.replaceAll(/\s+/g, ' ');

/** The rows of the table under a heading, each as its cells. */
function rowsUnder(heading: string): string[][] {
  const part = PAGE.slice(PAGE.indexOf(`## ${heading}\n`)).split('\n## ')[0] ?? '';
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) => line.split('|').slice(1, -1));
}

const namesIn = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
const days = (ms: number) => `${ms / DAY_MS} days`;
const hours = (ms: number) => `${ms / HOUR_MS} h`;
const aDay = (ms: number) => `${ms / DAY_MS} day;`;
const kib = (bytes: number) => `${bytes / 1024} KiB`;

/** What is kept for another time than the data of an ATS: the portal's. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  passwordCodes: [hours(PASSWORD_CODE_MS)],
  endedSessions: [hours(PORTAL_SESSION_MS)],
  signInAttempts: [aDay(ATTEMPTS_KEPT_MS), days(KNOWN_NETWORKS_KEPT_MS)],
};

test('the page names every collection that is written, and says how long each is kept', () => {
  const rows = rowsUnder('What is kept');
  const named = rows.flatMap(([, collections]) => namesIn(collections));
  const written = new Set(INDEXES.fieldOverrides.map((override) => override.collectionGroup));
  expect(named.toSorted()).toEqual([...written].toSorted());
  const document = 'ats/a/workspaces/w/meetings/m';
  const built = [
    ...[paths.allAts(), paths.workspaces('a'), paths.members('a', 'w'), paths.meetings('a', 'w')],
    ...RECORD_TYPES.map(({ collection }) => paths.records('a', 'w', collection)),
    paths.deliveryLog(),
    ...[paths.person('p'), paths.passwordCode('c'), paths.endedSession('s'), paths.signInAttempts('k')].map(
      (path) => path.slice(0, path.lastIndexOf('/')),
    ),
    ...[paths.receipt('a', 'r'), paths.meetingOutput(document, 'f'), paths.overlay(document)]
      .concat(paths.event('019c9459-3440-7073-93aa-3eaff0290689'), paths.delivery('d'))
      .concat(paths.endpointHealth('a'), paths.activity('a', 'i'))
      .map((path) => path.slice(0, path.lastIndexOf('/'))),
  ];
  expect(named.toSorted()).toEqual(built.map(collectionGroup).toSorted());
  const expiring = INDEXES.fieldOverrides
    .filter(({ ttl }) => ttl)
    .map((override) => override.collectionGroup);
  for (const [what, collections, , howLong = ''] of rows) {
    const expires = namesIn(collections).map((name) => expiring.includes(name));
    expect([what, expires]).toEqual([what, expires.map(() => !howLong.includes('until'))]);
    const times = KEPT[namesIn(collections)[0] ?? ''] ?? [days(RETENTION_MS)];
    if (expires[0]) for (const time of times) expect(howLong).toContain(time);
  }
});

test('the page names exactly the headers that are kept', () => {
  const [sent, answer, received, unproven] = rowsUnder('The delivery log').map(([, kept]) => namesIn(kept));
  expect(sent).toEqual([...LOGGED_HEADERS.ofSentRequest]);
  expect(answer).toEqual([...LOGGED_HEADERS.ofResponse]);
  expect(received).toEqual([...LOGGED_HEADERS.ofReceivedRequest]);
  expect(unproven).toEqual([...LOGGED_HEADERS.ofReceivedRequest]);
});

const toFifthAttempt = RETRY_LADDER.reduce((sum, wait) => sum + wait, 0);
const untilFifth = `${Math.floor(toFifthAttempt / HOUR_MS)} h ${(toFifthAttempt % HOUR_MS) / MINUTE_MS} min`;

test.each([
  `payload unmasked, cut at ${kib(MAX_LOGGED_PAYLOAD_BYTES)}; answer cut at ${kib(MAX_RESPONSE_BYTES)}`,
  `${days(RETENTION_MS)} after it happened`,
  `${days(RETENTION_MS)} after it is settled`,
  `${days(EVENT_ID_MEMORY_MS)} for an \`event_id\`, ${hours(IDEMPOTENCY_KEY_MEMORY_MS)} for an \`Idempotency-Key\``,
  `${hours(AI_PATIENCE_MS)} of trying, and ${hours(AI_PATIENCE_MS)} of waiting`,
  `some ${untilFifth} after the first`,
  `cut at ${MAX_HEADER_LENGTH} characters`,
  `event, id and client at ${MAX_NAME_LENGTH}.`,
  `keeps ${SAMPLE.burst} for an ATS, and then one every ${1 / SAMPLE.perSecond} s`,
  `not written within ${PATIENCE_MS / SECOND_MS} s`,
  `the last ${MAX_MAILS} mails stay in the memory`,
  `bodies over ${kib(MAX_BODY_BYTES)}`,
])('the page has the number that the code has: %s', (words) => {
  expect(TEXT).toContain(words);
});
