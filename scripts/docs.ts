import { writeFileSync } from 'node:fs';
import { errorsPage } from './docs/errors-page.ts';

/** `npm run docs`: writes the pages that are made from the code. */
writeFileSync('docs/errors.md', errorsPage());
