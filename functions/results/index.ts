import { http } from '@google-cloud/functions-framework';
import { runtime } from '../shared/runtime.ts';
import { createResults } from './create-results.ts';

http('results', createResults(runtime()));
