import type { protos } from '@google-cloud/firestore-api';

type Timestamp = protos.google.protobuf.ITimestamp;

/** An update time as a document's version, such as `1740479400.123456000`. */
export function versionOf({ seconds, nanos }: Timestamp): string {
  return `${seconds ?? 0}.${String(nanos ?? 0).padStart(9, '0')}`;
}

/** The inverse of {@link versionOf}. */
export function updateTimeOf(version: string): Timestamp {
  const [seconds = '', nanos = ''] = version.split('.');
  return { seconds, nanos: Number(nanos) };
}
