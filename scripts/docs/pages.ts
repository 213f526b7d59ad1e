import { backlogSvg } from '../simulate/backlog-svg.ts';
import { DOCUMENTED_OUTAGES, DOCUMENTED_SEED } from '../simulate/documented-outages.ts';
import { aiServiceJson, aiServicePage } from './ai-service-page.ts';
import { apiPage } from './api-page.ts';
import { configurationPage, envExample } from './configuration-page.ts';
import { costPage } from './cost-page.ts';
import { errorsPage } from './errors-page.ts';
import { portalApiJson } from './portal-api-json.ts';
import { signatureVectors } from './signature-vectors.ts';
import { terraformQueues } from './terraform-queues.ts';
import { terraformRoutes } from './terraform-routes.ts';
import { terraformSpecialRanges } from './terraform-special-ranges.ts';
import { terraformTables } from './terraform-tables.ts';

/** Every file that is made from the code, and what it then says. */
export const PAGES: Readonly<Record<string, () => string>> = {
  '.env.example': envExample,
  'docs/ai-service.md': aiServicePage,
  'docs/ai-service.openapi.json': aiServiceJson,
  'docs/api.md': apiPage,
  'docs/configuration.md': configurationPage,
  'docs/cost-and-scale.md': costPage,
  'docs/cost-and-scale/backlog.svg': () => backlogSvg(DOCUMENTED_OUTAGES[0], DOCUMENTED_SEED),
  'docs/errors.md': errorsPage,
  'docs/portal-api.openapi.json': portalApiJson,
  'docs/signature-vectors.json': signatureVectors,
  'infra/README.md': terraformTables,
  'infra/queues.json': terraformQueues,
  'infra/routes.json': terraformRoutes,
  'infra/special-ranges.json': terraformSpecialRanges,
};
