import { hash, randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive: (password: string, salt: Buffer, length: number, options: ScryptOptions) => Promise<Buffer> =
  promisify(scrypt);

/** What scrypt is made to work (RFC 7914). */
export interface PasswordCost {
  N: number;
  r: number;
  p: number;
}

/**
 * One of the equivalent choices of OWASP's Password Storage Cheat Sheet: 16 MiB and five passes.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
 */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 14, r: 8, p: 5 };
const MAX_MEMORY = 64 * 1024 * 1024;
const BYTES = 32;
const SALT_BYTES = 16;

export interface PasswordHasher {
  /** A password as it is stored: `scrypt$N$r$p$<salt>$<hash>`, base64url. */
  hash(password: string): Promise<string>;
  /** Compares in constant time, and takes as long for an account that has no password as for a wrong one. */
  matches(password: string, stored: string | null): Promise<boolean>;
}

export function createPasswordHasher({ N, r, p }: PasswordCost): PasswordHasher {
  const text = (salt: string, made: string) => ['scrypt', N, r, p, salt, made].join('$');
  /** Nobody's password. */
  const decoy = text('A'.repeat(22), 'A'.repeat(43));
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      const made = await derive(prepared(password), salt, BYTES, { N, r, p, maxmem: MAX_MEMORY });
      return text(salt.toString('base64url'), made.toString('base64url'));
    },
    async matches(password, stored) {
      const [, n, blocks, passes, salt = '', expected = ''] = (stored ?? decoy).split('$');
      const cost = { N: Number(n), r: Number(blocks), p: Number(passes), maxmem: MAX_MEMORY };
      const made = await derive(prepared(password), Buffer.from(salt, 'base64url'), BYTES, cost);
      return timingSafeEqual(made, Buffer.from(expected, 'base64url')) && stored !== null;
    },
  };
}

/** What scrypt is given has one length: as a key of HMAC, a short password is the same with zero bytes after it. */
function prepared(password: string): string {
  return hash('sha256', password, 'base64');
}
