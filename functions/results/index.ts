import { runtime } from '../shared/runtime.ts';
import { createResults } from './create-results.ts';

export const results = createResults(runtime());
