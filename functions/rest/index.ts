import { runtime } from '../shared/runtime.ts';
import { createRest } from './create-rest.ts';

export const rest = createRest(runtime());
