import { http } from '@google-cloud/functions-framework';
import { runtime } from '../shared/runtime.ts';
import { createWebhooks } from './create-webhooks.ts';

http('webhooks', createWebhooks(runtime()));
