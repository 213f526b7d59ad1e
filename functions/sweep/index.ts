import { http } from '@google-cloud/functions-framework';
import { runtime } from '../shared/runtime.ts';
import { createSweep } from './create-sweep.ts';

http('sweep', createSweep(runtime()));
