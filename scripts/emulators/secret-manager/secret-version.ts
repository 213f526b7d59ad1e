import type { protos } from '@google-cloud/secret-manager';
import { crc32c } from '../../../functions/shared/adapters/gcp/crc32c.ts';
import { ServiceError } from '../service-error.ts';

type Payload = protos.google.cloud.secretmanager.v1.ISecretPayload;

export type VersionState = 'ENABLED' | 'DISABLED' | 'DESTROYED';

/** One version as it is kept. */
export interface SecretVersion {
  /** The whole resource name. */
  name: string;
  state: VersionState;
  /** Gone once it is destroyed. */
  data: Buffer | undefined;
  /** Epoch milliseconds. */
  createTime: number;
  destroyTime: number | undefined;
  clientSpecifiedPayloadChecksum: boolean;
}

const MAX_PAYLOAD_BYTES = 64 * 1024;

/** The bytes that a client wants kept, if its own checksum of them holds. */
export function readPayload(payload: Payload | null | undefined): { data: Buffer; checked: boolean } {
  const data = Buffer.from((payload?.data ?? []) as Uint8Array);
  if (data.length === 0) throw new ServiceError('INVALID_ARGUMENT', 'Secret Payload cannot be empty.');
  if (data.length > MAX_PAYLOAD_BYTES) {
    throw new ServiceError('INVALID_ARGUMENT', `The payload is larger than ${MAX_PAYLOAD_BYTES} bytes.`);
  }
  const checksum = payload?.dataCrc32c ?? undefined;
  if (checksum !== undefined && String(checksum) !== String(crc32c(data))) {
    throw new ServiceError('INVALID_ARGUMENT', 'The payload does not have the CRC32C that was sent with it.');
  }
  return { data, checked: checksum !== undefined };
}

/** Moves a version to another state; that it is there already changes nothing. Destroyed is for good. */
export function changeState(version: SecretVersion, to: VersionState, now: number): SecretVersion {
  if (version.state === 'DESTROYED') throw stateError(version);
  version.state = to;
  if (to === 'DESTROYED') {
    version.data = undefined;
    version.destroyTime = now;
  }
  return version;
}

export function stateError({ name, state }: SecretVersion): ServiceError {
  return new ServiceError('FAILED_PRECONDITION', `Secret Version [${name}] is in ${state} state.`);
}

/** What a caller sees of a version: everything but what it holds. */
export function describeVersion(version: SecretVersion): protos.google.cloud.secretmanager.v1.ISecretVersion {
  const { name, state, createTime, destroyTime, clientSpecifiedPayloadChecksum } = version;
  return {
    name,
    state,
    createTime: toTimestamp(createTime),
    ...(destroyTime === undefined ? {} : { destroyTime: toTimestamp(destroyTime) }),
    clientSpecifiedPayloadChecksum,
  };
}

export function toTimestamp(epochMs: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(epochMs / 1000), nanos: (epochMs % 1000) * 1_000_000 };
}
