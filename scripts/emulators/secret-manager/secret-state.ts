import type { protos } from '@google-cloud/secret-manager';
import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { ServiceError } from '../service-error.ts';
import { readSecretName, readVersionName } from './resource-names.ts';
import type { SecretVersion } from './secret-version.ts';

export interface Secret {
  name: string;
  /** What its maker said of it: labels, replication and the like. */
  described: protos.google.cloud.secretmanager.v1.ISecret;
  /** Epoch milliseconds. */
  createTime: number;
  /** Oldest first: the one at 0 is version 1. */
  versions: SecretVersion[];
}

/** All that the emulator knows. It ends with the process. */
export interface SecretState {
  clock: Clock;
  /** By resource name, oldest first. */
  secrets: Map<string, Secret>;
  /** Names of the secrets that nobody may access. */
  denied: Set<string>;
}

export function findSecret({ secrets }: SecretState, name: string | null | undefined): Secret {
  const resourceName = readSecretName(name);
  const secret = secrets.get(resourceName);
  if (secret === undefined) throw new ServiceError('NOT_FOUND', `Secret [${resourceName}] not found.`);
  return secret;
}

/** The version of that name. The alias `latest` stands for the newest one, whatever its state. */
export function findVersion(
  { secrets }: SecretState,
  name: string | null | undefined,
  options: { allowLatest?: boolean } = {},
): SecretVersion {
  const { secret, version } = readVersionName(name, options);
  const versions = secrets.get(secret)?.versions ?? [];
  const found = version === 'latest' ? versions.at(-1) : versions[Number(version) - 1];
  if (found) return found;
  throw new ServiceError(
    'NOT_FOUND',
    version === 'latest'
      ? `Secret [${secret}] not found or has no versions.`
      : `Secret Version [${secret}/versions/${version}] not found.`,
  );
}
