import { FUNCTION_NAMES, type FunctionName } from '../../functions/function-names.ts';

/** Which the emulator puts into the URLs; on Google Cloud, Terraform says where functions run. */
const REGION = 'europe-west1';

/** Those that look at who calls themselves. All others may be called by the accounts that IAM lets through. */
const OPEN: readonly FunctionName[] = ['rest', 'webhooks', 'sandbox', 'portal-api'];

/** `functions.yaml`, by which the Firebase CLI and its emulator know the functions without loading them; JSON is YAML. */
export function functionsYaml(): string {
  const endpoint = (name: FunctionName) => ({
    platform: 'gcfv2',
    region: [REGION],
    entryPoint: name,
    httpsTrigger: { invoker: [OPEN.includes(name) ? 'public' : 'private'] },
  });
  const manifest = {
    specVersion: 'v1alpha1',
    requiredAPIs: [],
    endpoints: Object.fromEntries(FUNCTION_NAMES.map((name) => [name, endpoint(name)])),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
