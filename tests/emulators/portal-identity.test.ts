import { beforeAll } from '@jest/globals';
import { createIdentityPlatform } from '../../functions/shared/adapters/gcp/identity-platform.ts';
import { systemClock } from '../../functions/shared/adapters/system/system-clock.ts';
import { describePortalIdentityContract } from '../../functions/shared/ports/portal-identity.contract.ts';
import { suiteEnv } from './support/open-ats.ts';

const {
  FIREBASE_AUTH_EMULATOR_HOST: authEmulator = '',
  GOOGLE_CLOUD_PROJECT: projectId = '',
  CARVOS_IDENTITY_API_KEY: apiKey = '',
} = suiteEnv();
const emulator = `http://${authEmulator}/emulator/v1/projects/${projectId}`;

async function call(method: string, url: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer owner' };
  const response = await fetch(url, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${url} was answered ${response.status}`);
  return response.json();
}

interface OobCodes {
  oobCodes: { email: string; oobCode: string }[];
}

// As it is in production: without it the emulator says which addresses have an account.
beforeAll(async () => {
  await call('PATCH', `${emulator}/config`, { emailPrivacyConfig: { enableImprovedEmailPrivacy: true } });
});

describePortalIdentityContract(
  'Identity Platform, by Google’s Auth emulator,',
  async () => ({
    identity: createIdentityPlatform({ clock: systemClock, projectId, apiKey, authEmulator }),
    clock: undefined,
    async readMail(email) {
      const { oobCodes } = (await call('GET', `${emulator}/oobCodes`)) as OobCodes;
      return oobCodes.findLast((code) => code.email === email)?.oobCode;
    },
    async addWithoutRole(email, password) {
      const url = `http://${authEmulator}/identitytoolkit.googleapis.com/v1/accounts:signUp?key=${apiKey}`;
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
      if (!response.ok) throw new Error(`signUp was answered ${response.status}`);
    },
    close: async () => {},
  }),
  { realTime: true, unsignedCookies: true },
);
