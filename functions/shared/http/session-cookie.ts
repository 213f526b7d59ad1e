import type { IncomingMessage } from 'node:http';
import { MAX_SESSION_COOKIE_LENGTH } from '../core/portal/person.ts';

/** Firebase Hosting passes on a cookie of this name, and no other. */
const NAME = '__session';

/** Where it is sent: the pages themselves have no use for it. */
const PATH = '/portal/api';

/**
 * The value of the session's cookie; undefined without one, and where there are several: another host of the domain may have planted one
 * beside ours, and nothing tells which is which.
 */
export function readSessionCookie({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
  const values = (headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(`${NAME}=`))
    .map((part) => part.slice(NAME.length + 1));
  const [value, ...others] = values;
  if (value === undefined || others.length > 0 || value.length > MAX_SESSION_COOKIE_LENGTH) return undefined;
  return /^[A-Za-z0-9._-]+$/.test(value) ? value : undefined;
}

/** The `Set-Cookie` that begins a session; it is out of reach for scripts, plain HTTP and other sites. */
export function sessionCookie(value: string, maxAgeMs: number): string {
  const maxAge = Math.max(0, Math.floor(maxAgeMs / 1000));
  return `${NAME}=${value}; Path=${PATH}; Max-Age=${maxAge}; HttpOnly; Secure; SameSite=Strict`;
}

/** The one that takes it away. */
export function noSessionCookie(): string {
  return sessionCookie('', 0);
}
