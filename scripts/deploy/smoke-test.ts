import { readHostingHeaders } from '../local/read-hosting-headers.ts';
import { DeployError } from './deploy-error.ts';

export interface Deployment {
  /** Without a slash at its end. */
  apiUrl: string;
  portalUrl: string;
}

interface Check {
  what: string;
  url: string;
  /** What is wrong with the answer; undefined where nothing is. */
  problem: (answer: Response, body: string) => string | undefined;
}

const TIMEOUT_MS = 20_000;

/** Asks a deployment what changes nothing in it, tells of each answer, and throws a {@link DeployError} where one is wrong. */
export async function smokeTest(deployment: Deployment, tell: (line: string) => void): Promise<void> {
  let failed = 0;
  for (const { what, url, problem } of checksOf(deployment)) {
    const found = await ask(url, problem);
    if (found !== undefined) failed += 1;
    tell(
      `${found === undefined ? 'ok    ' : 'failed'}  ${what}  ${url}${found === undefined ? '' : `: ${found}`}`,
    );
  }
  if (failed > 0) throw new DeployError(`${failed} of the smoke test's questions got a wrong answer`);
}

async function ask(url: string, problem: Check['problem']): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    return problem(answer, await answer.text());
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message} (${cause.message})` : message;
  }
}

function checksOf({ apiUrl, portalUrl }: Deployment): Check[] {
  return [
    {
      what: 'every backend answers',
      url: `${apiUrl}/v1/health`,
      problem: ({ status }, body) => (status === 200 ? undefined : `${status} ${body.slice(0, 300)}`),
    },
    {
      what: 'the API describes itself',
      url: `${apiUrl}/v1/openapi.json`,
      problem: ({ status }, body) =>
        status === 200 && fieldOf(body, 'openapi').startsWith('3.1.')
          ? undefined
          : `${status}, and no OpenAPI 3.1`,
    },
    {
      what: 'without a key nobody comes in',
      url: `${apiUrl}/v1/candidates`,
      problem: ({ status }, body) =>
        status === 401 && fieldOf(body, 'detail') !== ''
          ? undefined
          : `${status} in place of CarvOS's own 401`,
    },
    { what: 'the portal is there, with its headers', url: `${portalUrl}/portal/`, problem: pageProblem },
  ];
}

function pageProblem({ status, headers }: Response): string | undefined {
  const type = headers.get('content-type') ?? '';
  if (status !== 200 || !type.startsWith('text/html')) return `${status} ${type}`;
  const missing = Object.entries(readHostingHeaders()('/portal/')).filter(
    ([name, value]) => headers.get(name) !== value,
  );
  return missing.length === 0
    ? undefined
    : `without the ${missing.map(([name]) => name).join(', ')} of firebase.json`;
}

function fieldOf(body: string, field: string): string {
  try {
    return String((JSON.parse(body) as Record<string, unknown>)[field] ?? '');
  } catch {
    return '';
  }
}
