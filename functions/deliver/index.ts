import { http } from '@google-cloud/functions-framework';
import { runtime } from '../shared/runtime.ts';
import { createDeliver } from './create-deliver.ts';

http('deliver', createDeliver(runtime()));
