import { describe, expect, test } from '@jest/globals';
import { MINUTE_MS } from '../duration.ts';
import {
  type Attempts,
  type AttemptsLeft,
  afterSignIn,
  type SignInKeys,
  signInKeys,
  takeAttempt,
} from './sign-in-attempts.ts';

const SECRET = Buffer.alloc(32, 1);
const NOW = 1_772_015_400_000;
const EMAIL = 'ada@demo.example';

/** What is written down of attempts, as the flows write it. */
class Attempted {
  readonly #docs = new Map<string, AttemptsLeft>();

  try(email: string, network: string, now: number): boolean {
    const keys = signInKeys(SECRET, email, network);
    const judged = takeAttempt(this.#read(keys), keys, now);
    if (judged.ok) {
      for (const [kind, left] of Object.entries(judged.taken)) {
        this.#docs.set(keys[kind as keyof SignInKeys], left);
      }
    }
    return judged.ok;
  }

  waitMs(email: string, network: string, now: number): number {
    const keys = signInKeys(SECRET, email, network);
    const judged = takeAttempt(this.#read(keys), keys, now);
    return judged.ok ? 0 : judged.waitMs;
  }

  succeed(email: string, network: string, now: number): void {
    const keys = signInKeys(SECRET, email, network);
    this.#docs.set(keys.account, afterSignIn(this.#docs.get(keys.account), keys.network, now));
    this.#docs.delete(keys.place);
  }

  #read({ place, network, account }: SignInKeys): Attempts {
    const at = (key: string) => this.#docs.get(key);
    return { place: at(place), network: at(network), account: at(account) };
  }
}

const count = (times: number, attempt: (index: number) => boolean) =>
  Array.from({ length: times }, (_, index) => attempt(index)).filter(Boolean).length;

describe('attempts to sign in', () => {
  test('from one network an account is guessed at five times, and then once a minute', () => {
    const attempted = new Attempted();
    expect(count(20, () => attempted.try(EMAIL, 'a', NOW))).toBe(5);
    expect(attempted.waitMs(EMAIL, 'a', NOW)).toBe(MINUTE_MS);
    expect(attempted.try(EMAIL, 'a', NOW + MINUTE_MS - 1)).toBe(false);
    expect(count(5, () => attempted.try(EMAIL, 'a', NOW + MINUTE_MS))).toBe(1);
  });

  test('from one network a list of accounts is guessed at fifty times, and then ten times a minute', () => {
    const attempted = new Attempted();
    expect(count(200, (index) => attempted.try(`${index}@demo.example`, 'a', NOW))).toBe(50);
    expect(count(200, (index) => attempted.try(`${index}@x.example`, 'a', NOW + MINUTE_MS))).toBe(10);
  });

  test('from any number of networks an account is guessed at twenty times, and then twenty times an hour', () => {
    const attempted = new Attempted();
    expect(count(500, (index) => attempted.try(EMAIL, `n${index}`, NOW))).toBe(20);
    expect(count(500, (index) => attempted.try(EMAIL, `m${index}`, NOW + 60 * MINUTE_MS))).toBe(20);
  });

  test('whoever guesses from elsewhere locks out nobody who signs in from where they did before', () => {
    const attempted = new Attempted();
    attempted.succeed(EMAIL, 'home', NOW);
    expect(count(500, (index) => attempted.try(EMAIL, `n${index}`, NOW))).toBe(20);
    expect(attempted.try(EMAIL, 'elsewhere', NOW)).toBe(false);
    expect(attempted.try(EMAIL, 'home', NOW)).toBe(true);
  });

  test('whoever signs in has all attempts of that place again', () => {
    const attempted = new Attempted();
    expect(count(5, () => attempted.try(EMAIL, 'a', NOW))).toBe(5);
    attempted.succeed(EMAIL, 'a', NOW);
    expect(count(20, () => attempted.try(EMAIL, 'a', NOW))).toBe(5);
  });

  test('signing in from a known network gives whoever guesses no more attempts', () => {
    const attempted = new Attempted();
    attempted.succeed(EMAIL, 'home', NOW);
    expect(count(500, (index) => attempted.try(EMAIL, `n${index}`, NOW))).toBe(20);
    for (let index = 0; index < 5; index += 1) attempted.succeed(EMAIL, 'home', NOW);
    expect(attempted.try(EMAIL, 'elsewhere', NOW)).toBe(false);
  });

  test('ten networks are remembered of an account, those that were last used', () => {
    const attempted = new Attempted();
    for (let index = 0; index < 11; index += 1) attempted.succeed(EMAIL, `n${index}`, NOW);
    count(50, (index) => attempted.try(EMAIL, `x${index}`, NOW));
    expect([0, 1, 10].map((index) => attempted.try(EMAIL, `n${index}`, NOW))).toEqual([false, true, true]);
  });

  test('a clock that is set back gives nobody more attempts, and takes none', () => {
    const attempted = new Attempted();
    expect(count(4, () => attempted.try(EMAIL, 'a', NOW))).toBe(4);
    expect(count(4, () => attempted.try(EMAIL, 'a', NOW - MINUTE_MS))).toBe(1);
  });

  test('what they are counted by tells neither people nor networks, and differs with each', () => {
    const keys = (email: string, network: string, secret = SECRET) =>
      Object.values(signInKeys(secret, email, network));
    const all = [keys('a', 'b'), keys('a', 'c'), keys('b', 'b'), keys('a', 'b', Buffer.alloc(32, 2))].flat();
    // The network of the first and third, and the account of the first two, are the same.
    expect(new Set(all).size).toBe(all.length - 2);
    for (const key of all) expect(key).toMatch(/^[0-9a-f]{64}$/);
  });
});
