import { resolve } from 'node:path';
import { parseDuration } from '../core/duration.ts';
import type { RateLimit } from '../core/rate-limit.ts';
import { RETRY_LADDER, type RetryLadder } from '../core/retry-ladder.ts';

/** Why a variable's text cannot be taken: what it must be instead. */
export class InvalidSetting extends Error {}

/** Reads a variable's text, which is never empty. Throws an {@link InvalidSetting}. */
export type Parse<T> = (text: string) => T;

export const port: Parse<number> = (text) => {
  const number = /^[0-9]{1,5}$/.test(text) ? Number(text) : -1;
  if (number < 0 || number > 65_535) throw new InvalidSetting('a number from 0 to 65535');
  return number;
};

/** An absolute path. */
export const folder: Parse<string> = (text) => resolve(text);

export const ladder: Parse<RetryLadder> = (text) => {
  const rungs = text.split(',').map(parseDuration);
  const complete = rungs.length === RETRY_LADDER.length && rungs.every((rung) => rung !== undefined);
  // The first attempt is always made at once.
  if (complete && rungs[0] === 0) return rungs as unknown as RetryLadder;
  throw new InvalidSetting(
    `${RETRY_LADDER.length} durations of which the first is 0s, such as 0s,1s,2s,3s,4s`,
  );
};

export const rateLimit: Parse<RateLimit> = (text) => {
  const [, perSecond, burst] = /^([1-9][0-9]{0,8}), *([1-9][0-9]{0,8})$/.exec(text) ?? [];
  if (perSecond === undefined) throw new InvalidSetting('two whole numbers from 1, such as 100,200');
  return { perSecond: Number(perSecond), burst: Number(burst) };
};

/** An http or https URL, without a slash at its end. */
export const url: Parse<string> = (text) => {
  const protocol = URL.parse(text)?.protocol;
  if (protocol !== 'http:' && protocol !== 'https:') throw new InvalidSetting('an http or https URL');
  return text.replace(/\/+$/, '');
};

/** An http or https URL that is nothing but an origin (RFC 6454). */
export const origin: Parse<string> = (text) => {
  const given = url(text);
  if (new URL(given).origin !== given.toLowerCase()) {
    throw new InvalidSetting('a URL without a path, such as https://portal.example.com');
  }
  return given.toLowerCase();
};

/** From 0 to 9. */
export const wholeNumber: Parse<number> = (text) => {
  if (!/^[0-9]$/.test(text)) throw new InvalidSetting('a number from 0 to 9');
  return Number(text);
};

/** A URL in which `{function}` stands for a function's name. */
export const functionUrl: Parse<string> = (text) => {
  const isUrl = text.includes('{function}') && URL.canParse(text.replace('{function}', 'x'));
  if (!isUrl || !/^https?:/.test(text)) {
    throw new InvalidSetting(
      'a URL with {function} in it, such as https://region-project.cloudfunctions.net/{function}',
    );
  }
  return text;
};

export const hostAndPort: Parse<string> = (text) => {
  if (!/^[A-Za-z0-9.-]+:[0-9]{1,5}$|^\[[0-9a-f:]+\]:[0-9]{1,5}$/i.test(text)) {
    throw new InvalidSetting('a host and a port, such as 127.0.0.1:8081');
  }
  return text;
};

export const emailAddress: Parse<string> = matching(
  /^[^@\s]+@[^@\s]+$/,
  "a service account's e-mail address",
);

/** Google Cloud's own rule for the names of projects, locations, secrets and queues, more or less. */
export const cloudName: Parse<string> = matching(/^[A-Za-z][A-Za-z0-9_-]*$/, 'letters, digits, - and _');

/** Taken as it is. */
export const text: Parse<string> = (given) => given;

export function oneOf<const T extends string>(...allowed: readonly T[]): Parse<T> {
  return (text) => {
    const found = allowed.find((value) => value === text);
    if (found === undefined) throw new InvalidSetting(`one of ${allowed.join(', ')}`);
    return found;
  };
}

function matching(pattern: RegExp, what: string): Parse<string> {
  return (text) => {
    if (!pattern.test(text)) throw new InvalidSetting(what);
    return text;
  };
}
