import { writeFileSync } from 'node:fs';
import { PAGES } from './docs/pages.ts';

/** `npm run docs`: writes the pages that are made from the code. */
for (const [file, page] of Object.entries(PAGES)) writeFileSync(file, page());
