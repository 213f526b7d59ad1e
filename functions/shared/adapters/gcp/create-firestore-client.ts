import { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { clientOptions, type EmulatorHost } from './client-options.ts';

/** The generated client of Firestore, towards Google or an emulator. */
export function createFirestoreClient(emulatorHost: EmulatorHost): FirestoreClient {
  return new FirestoreClient(clientOptions(emulatorHost));
}

/** What an emulator takes for an account that the security rules do not bind. */
export const EMULATOR_OWNER = { authorization: 'Bearer owner' } as const;
