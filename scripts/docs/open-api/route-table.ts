import { anchorOf, type OperationParts } from './document-parts.ts';

/** Every route on a line. */
export function routeTable(operations: readonly OperationParts[]): string {
  const rows = operations.map((operation) => {
    const { method, path, summary, responses } = operation;
    const statuses = Object.keys(responses).join(' ');
    return `| \`${method}\` | \`${path}\` | [${summary}](#${anchorOf(summary)}) | ${needsOf(operation)} | ${statuses} |`;
  });
  return ['| method | path | what it does | needs | answers |', '|---|---|---|---|---|', ...rows].join('\n');
}

function needsOf({ security, parameters }: OperationParts): string {
  const named = parameters.some(({ name }) => name === 'X-ATS-Client-ID');
  if (parameters.some(({ name }) => name === 'X-Webhook-Signature')) return 'signature';
  if (security === undefined || security.some((one) => 'googleIdToken' in one)) return 'ID token';
  if (security.length === 0) return 'nothing';
  return named ? 'key, client, user' : 'key';
}
