import { StartupError } from '../../../functions/shared/core/startup-error.ts';
import { findFirestoreEmulator } from '../firestore/find-firestore-emulator.ts';
import { findFirebaseTools } from './find-firebase-tools.ts';

export interface Tools {
  /** How to run firebase-tools. */
  firebase: readonly [string, ...string[]];
  /** Google's Firestore emulator: one that runs already, or how to start one. */
  firestore: { host: string } | { java: string; jar: string };
}

/** What the suite needs and the project does not bring along. Throws a {@link StartupError} that names all that is missing. */
export function findTools(env: NodeJS.ProcessEnv = process.env): Tools {
  const firebase = findFirebaseTools(env);
  const running = env.FIRESTORE_EMULATOR_HOST;
  const firestore = running ? { host: running } : findFirestoreEmulator(env);
  if ('missing' in firebase || 'missing' in firestore) {
    const missing = [firebase, firestore].flatMap((found) => ('missing' in found ? [found.missing] : []));
    throw new StartupError(`npm run emulators needs more than is here:\n  - ${missing.join('\n  - ')}`);
  }
  return { firebase: firebase.command, firestore };
}
