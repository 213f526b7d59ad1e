import { runtime } from '../shared/runtime.ts';
import { createDeliver } from './create-deliver.ts';

export const deliver = createDeliver(runtime());
