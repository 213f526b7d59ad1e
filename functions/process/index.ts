import { runtime } from '../shared/runtime.ts';
import { createProcess } from './create-process.ts';

export const process = createProcess(runtime());
