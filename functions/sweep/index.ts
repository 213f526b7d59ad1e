import { runtime } from '../shared/runtime.ts';
import { createSweep } from './create-sweep.ts';

export const sweep = createSweep(runtime());
