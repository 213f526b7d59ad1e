import { configurationPage, envExample } from './configuration-page.ts';
import { costPage } from './cost-page.ts';
import { errorsPage } from './errors-page.ts';

/** Every file that is made from the code, and what it then says. */
export const PAGES: Readonly<Record<string, () => string>> = {
  '.env.example': envExample,
  'docs/configuration.md': configurationPage,
  'docs/cost-and-scale.md': costPage,
  'docs/errors.md': errorsPage,
};
