import { crc32 } from 'node:zlib';
import { ServiceError } from '../service-error.ts';

/** Projects are asked for by id or by number; names in answers have the number, as those of the real service do. */
export function projectNumber(project: string): string {
  return /^[0-9]+$/.test(project) ? project : String(100_000_000_000 + crc32(project));
}

/** `projects/<project>`, with the number. */
export function readProjectName(name: string | null | undefined): string {
  const [project = ''] = match(name, /^projects\/([^/]+)$/);
  return `projects/${projectNumber(project)}`;
}

/** `projects/<project>/secrets/<secret>`, with the project's number. */
export function readSecretName(name: string | null | undefined): string {
  const [project = '', secret = ''] = match(name, /^projects\/([^/]+)\/secrets\/([A-Za-z0-9_-]{1,255})$/);
  return `projects/${projectNumber(project)}/secrets/${secret}`;
}

/** The secret's name and what stands for the version: a number or, where an alias is allowed, `latest`. */
export function readVersionName(
  name: string | null | undefined,
  { allowLatest = false } = {},
): { secret: string; version: string } {
  const [secret = '', version = ''] = match(name, /^(projects\/[^/]+\/secrets\/[^/]+)\/versions\/([^/]+)$/);
  if (!/^[1-9][0-9]{0,17}$/.test(version) && !(allowLatest && version === 'latest')) refuse(name);
  return { secret: readSecretName(secret), version };
}

function match(name: string | null | undefined, pattern: RegExp): string[] {
  return pattern.exec(name ?? '')?.slice(1) ?? refuse(name);
}

function refuse(name: string | null | undefined): never {
  throw new ServiceError('INVALID_ARGUMENT', `The provided resource name [${name ?? ''}] is invalid.`);
}
