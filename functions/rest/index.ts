import { http } from '@google-cloud/functions-framework';
import { runtime } from '../shared/runtime.ts';
import { createRest } from './create-rest.ts';

http('rest', createRest(runtime()));
