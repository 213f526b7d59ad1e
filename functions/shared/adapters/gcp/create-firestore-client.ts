import { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { clientOptions, type EmulatorHost } from './client-options.ts';

/** The generated client of Firestore, towards Google or an emulator. */
export function createFirestoreClient(emulatorHost: EmulatorHost): FirestoreClient {
  // The older way of repeating streams, which is the default, goes on for seconds beyond a call's deadline, and may end a broken
  // stream as if it were complete.
  return new FirestoreClient({ ...clientOptions(emulatorHost), gaxServerStreamingRetries: true });
}

/** What an emulator takes for an account that the security rules do not bind. */
export const EMULATOR_OWNER = { authorization: 'Bearer owner' } as const;
