import type { protos } from '@google-cloud/secret-manager';
import { ServiceError } from '../service-error.ts';
import { pageOf } from './page-of.ts';
import { readProjectName, readSecretName } from './resource-names.ts';
import { findSecret, type Secret, type SecretState } from './secret-state.ts';
import { toTimestamp } from './secret-version.ts';

type CreateSecretRequest = protos.google.cloud.secretmanager.v1.ICreateSecretRequest;
type GetSecretRequest = protos.google.cloud.secretmanager.v1.IGetSecretRequest;
type DeleteSecretRequest = protos.google.cloud.secretmanager.v1.IDeleteSecretRequest;
type ListSecretsRequest = protos.google.cloud.secretmanager.v1.IListSecretsRequest;

/** The methods on secrets as such. Each answers with the response message, or throws a {@link ServiceError}. */
export function secretMethods(state: SecretState) {
  return {
    createSecret({ parent, secretId, secret: described }: CreateSecretRequest) {
      const name = readSecretName(`${readProjectName(parent)}/secrets/${secretId ?? ''}`);
      if (!described?.replication?.automatic && !described?.replication?.userManaged) {
        throw new ServiceError('INVALID_ARGUMENT', 'A Secret must have a replication policy.');
      }
      if (state.secrets.has(name))
        throw new ServiceError('ALREADY_EXISTS', `Secret [${name}] already exists.`);
      const secret: Secret = { name, described, createTime: state.clock.now(), versions: [] };
      state.secrets.set(name, secret);
      return describeSecret(secret);
    },

    getSecret: ({ name }: GetSecretRequest) => describeSecret(findSecret(state, name)),

    deleteSecret({ name }: DeleteSecretRequest) {
      state.secrets.delete(findSecret(state, name).name);
      return {};
    },

    listSecrets({ parent, ...page }: ListSecretsRequest) {
      const prefix = `${readProjectName(parent)}/`;
      const secrets = [...state.secrets.values()].filter(({ name }) => name.startsWith(prefix)).reverse();
      const { items, ...rest } = pageOf(secrets, page);
      return { secrets: items.map(describeSecret), ...rest };
    },
  };
}

function describeSecret({ name, described, createTime }: Secret) {
  const { labels, annotations, replication } = described;
  return { name, labels, annotations, replication, createTime: toTimestamp(createTime) };
}
