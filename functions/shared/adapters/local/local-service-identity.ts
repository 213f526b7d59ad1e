import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../../ports/clock.ts';
import type { ServiceIdentity, ServiceName } from '../../ports/service-identity.ts';

const ISSUER = 'carvos-local';
const LIFETIME_SECONDS = 3600;

/** So long before its end a token is given out no more, as whoever gets it needs time to use it. */
const RENEW_SECONDS = 300;

/** Tokens remembered as proven; there are a handful at a time. */
const MAX_PROVEN = 100;

const SERVICES: ReadonlySet<string> = new Set<ServiceName>(['tasks', 'scheduler', 'process', 'ai']);

export interface LocalServiceIdentityDeps {
  clock: Clock;
  /** 32 bytes that only this installation knows. */
  key: () => Promise<Uint8Array>;
}

/** ID tokens signed by a local key (JWT, HS256) and verified with it: nothing stands in front to have done so. */
export function createLocalServiceIdentity({ clock, key }: LocalServiceIdentityDeps): ServiceIdentity {
  const minted = new Map<string, { token: Promise<string>; renewAt: number }>();

  async function mint(service: ServiceName, audience: string, now: number): Promise<string> {
    return new SignJWT({ email: `${service}@carvos.local` })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .sign(await key());
  }

  const proven = new Map<string, JWTPayload>();

  /** What a token says, if it holds. One that has been proven before needs only a look at its times. */
  async function verified(token: string, audience: string): Promise<JWTPayload | undefined> {
    const currentDate = new Date(clock.now());
    const name = `${audience} ${token}`;
    const known = proven.get(name);
    if (known) return clock.now() / 1000 < (known.exp ?? 0) ? known : undefined;
    const options = { algorithms: ['HS256'], issuer: ISSUER, audience, currentDate };
    const payload = await key()
      .then(async (secret) => (await jwtVerify(token, secret, options)).payload)
      .catch(() => undefined);
    if (payload === undefined) return undefined;
    if (proven.size >= MAX_PROVEN) proven.clear();
    proven.set(name, payload);
    return payload;
  }

  return {
    token(service, audience) {
      const now = Math.floor(clock.now() / 1000);
      const name = `${service} ${audience}`;
      const known = minted.get(name);
      // Before its issue as well: the clock may have been set back.
      if (known && now < known.renewAt && now > known.renewAt - LIFETIME_SECONDS) return known.token;
      const token = mint(service, audience, now);
      minted.set(name, { token, renewAt: now + LIFETIME_SECONDS - RENEW_SECONDS });
      token.catch(() => minted.delete(name));
      return token;
    },
    async verify(authorization, audience) {
      const token = /^Bearer ([A-Za-z0-9._-]+)$/.exec(authorization ?? '')?.[1];
      if (token === undefined) return undefined;
      const payload = await verified(token, audience);
      const email = typeof payload?.email === 'string' ? payload.email : '';
      const service = /^([a-z]+)@carvos\.local$/.exec(email)?.[1] ?? '';
      return SERVICES.has(service) ? (service as ServiceName) : undefined;
    },
  };
}
