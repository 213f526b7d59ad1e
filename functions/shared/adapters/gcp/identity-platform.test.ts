import { afterAll, beforeAll } from '@jest/globals';
import {
  type IdentityToolkitEmulator,
  startIdentityToolkitEmulator,
} from '../../../../scripts/emulators/identity-toolkit/start-identity-toolkit-emulator.ts';
import { TestClock } from '../../../../tests/support/test-clock.ts';
import { describePortalIdentityContract } from '../../ports/portal-identity.contract.ts';
import { createIdentityPlatform } from './identity-platform.ts';

const projectId = 'demo-carvos';
const clock = new TestClock();
let emulator: IdentityToolkitEmulator;
beforeAll(async () => {
  emulator = await startIdentityToolkitEmulator({ projectId, clock });
});
afterAll(() => emulator.stop());

describePortalIdentityContract('Identity Platform', async () => {
  const { apiKey, url: toolkitUrl, certsUrl: sessionCertsUrl } = emulator;
  return {
    identity: createIdentityPlatform({ clock, projectId, apiKey, toolkitUrl, sessionCertsUrl }),
    clock,
    readMail: async (email) => emulator.newestMail(email),
    addWithoutRole: async (email, password) => void emulator.signUp(email, password),
    close: async () => {},
  };
});
