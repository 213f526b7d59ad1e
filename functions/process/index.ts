import { http } from '@google-cloud/functions-framework';
import { runtime } from '../shared/runtime.ts';
import { createProcess } from './create-process.ts';

http('process', createProcess(runtime()));
