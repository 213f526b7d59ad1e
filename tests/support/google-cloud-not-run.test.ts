import { test } from '@jest/globals';
import { findFirestoreEmulator } from '../../scripts/emulators/firestore/find-firestore-emulator.ts';

const found = findFirestoreEmulator();

test.skip(`the store and the end-to-end tests on Google Cloud's platform (not run: ${'missing' in found ? found.missing : ''})`, () => {});
