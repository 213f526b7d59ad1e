import { runtime } from '../shared/runtime.ts';
import { createWebhooks } from './create-webhooks.ts';

export const webhooks = createWebhooks(runtime());
