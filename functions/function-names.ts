/** Every Cloud Function: its folder, its entry point and its name wherever it is deployed. */
export const FUNCTION_NAMES = [
  'rest',
  'webhooks',
  'process',
  'results',
  'deliver',
  'sandbox',
  'portal-api',
  'sweep',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
