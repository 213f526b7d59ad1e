import { runtime } from '../shared/runtime.ts';
import { createSandbox } from './create-sandbox.ts';

export const sandbox = createSandbox(runtime());
