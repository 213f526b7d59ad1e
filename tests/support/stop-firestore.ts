import type { FirestoreEmulator } from '../../scripts/emulators/firestore/start-firestore-emulator.ts';

/** After all tests on Google Cloud's platform. */
// biome-ignore lint/style/noDefaultExport: this is what Jest loads.
export default async function stopFirestore(): Promise<void> {
  const { firestoreEmulator } = globalThis as { firestoreEmulator?: FirestoreEmulator };
  await firestoreEmulator?.stop();
}
