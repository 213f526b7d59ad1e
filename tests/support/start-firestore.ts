import { findFirestoreEmulator } from '../../scripts/emulators/firestore/find-firestore-emulator.ts';
import { startFirestoreEmulator } from '../../scripts/emulators/firestore/start-firestore-emulator.ts';

/** Before all tests on Google Cloud's platform: one emulator for all of them, each in a project of its own. */
// biome-ignore lint/style/noDefaultExport: this is what Jest loads.
export default async function startFirestore(): Promise<void> {
  if (process.env.FIRESTORE_EMULATOR_HOST) return;
  const found = findFirestoreEmulator();
  if ('missing' in found) throw new Error(found.missing);
  const firestoreEmulator = await startFirestoreEmulator(found);
  process.env.FIRESTORE_EMULATOR_HOST = firestoreEmulator.host;
  // Where Jest lets the hook that ends it find it.
  Object.assign(globalThis, { firestoreEmulator });
}
