import { EMULATED_LOCATION } from '../emulated-env.ts';
import type { SuitePorts } from './suite-config.ts';

export interface SuiteUrls {
  /** Hosting: what an ATS calls. */
  baseUrl: string;
  /** The functions emulator. */
  functionsUrl: string;
  /** One function, in which `{function}` stands for its name. */
  functionUrl: string;
}

/** `127.0.0.1:port` of the Auth emulator. */
export function authEmulatorOf({ auth }: SuitePorts): string {
  return `127.0.0.1:${auth}`;
}

export function suiteUrls({ hosting, functions }: SuitePorts, projectId: string): SuiteUrls {
  const functionsUrl = `http://127.0.0.1:${functions}`;
  return {
    baseUrl: `http://127.0.0.1:${hosting}`,
    functionsUrl,
    functionUrl: `${functionsUrl}/${projectId}/${EMULATED_LOCATION}/{function}`,
  };
}
