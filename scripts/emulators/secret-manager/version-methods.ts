import type { protos } from '@google-cloud/secret-manager';
import { crc32c } from '../../../functions/shared/adapters/gcp/crc32c.ts';
import { ServiceError } from '../service-error.ts';
import { pageOf } from './page-of.ts';
import { readVersionName } from './resource-names.ts';
import { findSecret, findVersion, type SecretState } from './secret-state.ts';
import {
  changeState,
  describeVersion,
  readPayload,
  type SecretVersion,
  stateError,
} from './secret-version.ts';

type AddSecretVersionRequest = protos.google.cloud.secretmanager.v1.IAddSecretVersionRequest;
type ListSecretVersionsRequest = protos.google.cloud.secretmanager.v1.IListSecretVersionsRequest;
/** The requests that name a version and nothing else. */
type VersionRequest = protos.google.cloud.secretmanager.v1.IAccessSecretVersionRequest;

/** The methods on versions. Each answers with the response message, or throws a {@link ServiceError}. */
export function versionMethods(state: SecretState) {
  const change = (name: VersionRequest['name'], to: SecretVersion['state']) =>
    describeVersion(changeState(findVersion(state, name), to, state.clock.now()));
  return {
    addSecretVersion({ parent, payload }: AddSecretVersionRequest) {
      const { name, versions } = findSecret(state, parent);
      const { data, checked } = readPayload(payload);
      const version: SecretVersion = {
        name: `${name}/versions/${versions.length + 1}`,
        state: 'ENABLED',
        data,
        createTime: state.clock.now(),
        destroyTime: undefined,
        clientSpecifiedPayloadChecksum: checked,
      };
      versions.push(version);
      return describeVersion(version);
    },

    accessSecretVersion({ name }: VersionRequest) {
      refuseDenied(state, name);
      const version = findVersion(state, name, { allowLatest: true });
      if (version.state !== 'ENABLED' || !version.data) throw stateError(version);
      return { name: version.name, payload: { data: version.data, dataCrc32c: crc32c(version.data) } };
    },

    getSecretVersion: ({ name }: VersionRequest) =>
      describeVersion(findVersion(state, name, { allowLatest: true })),

    listSecretVersions({ parent, ...page }: ListSecretVersionsRequest) {
      const { items, ...rest } = pageOf(findSecret(state, parent).versions.toReversed(), page);
      return { versions: items.map(describeVersion), ...rest };
    },

    enableSecretVersion: ({ name }: VersionRequest) => change(name, 'ENABLED'),
    disableSecretVersion: ({ name }: VersionRequest) => change(name, 'DISABLED'),
    destroySecretVersion: ({ name }: VersionRequest) => change(name, 'DESTROYED'),
  };
}

function refuseDenied({ denied }: SecretState, name: string | null | undefined): void {
  if (!denied.has(readVersionName(name, { allowLatest: true }).secret)) return;
  throw new ServiceError(
    'PERMISSION_DENIED',
    `Permission 'secretmanager.versions.access' denied for resource '${name}' (or it may not exist).`,
  );
}
