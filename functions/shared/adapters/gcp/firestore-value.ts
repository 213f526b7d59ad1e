import type { protos } from '@google-cloud/firestore-api';

export type FirestoreValue = protos.google.firestore.v1.IValue;
export type FirestoreFields = { [field: string]: FirestoreValue };

/** The field that a TTL policy goes by, which heeds timestamps only; everywhere else it is epoch ms like all times. */
const EXPIRES = 'expireAt';

/**
 * A document's fields as Firestore's API takes them; a field that is undefined is left out. Whole numbers become integers, all
 * others doubles: queries compare the two as numbers. Bytes stay bytes.
 * @see https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1#value
 */
export function encodeDocument(data: object): FirestoreFields {
  const fields = encodeMap(data);
  const expireAt = (data as { expireAt?: unknown })[EXPIRES];
  return typeof expireAt === 'number'
    ? { ...fields, [EXPIRES]: { timestampValue: timestamp(expireAt) } }
    : fields;
}

/** The inverse of {@link encodeDocument}. */
export function decodeDocument(fields: FirestoreFields | null | undefined): object {
  return Object.fromEntries(
    Object.entries(fields ?? {}).map(([field, value]) => [field, decodeValue(value)]),
  );
}

function timestamp(ms: number) {
  const seconds = Math.floor(ms / 1000);
  return { seconds: String(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

function encodeMap(data: object): FirestoreFields {
  const fields: FirestoreFields = {};
  for (const [field, value] of Object.entries(data)) {
    if (value !== undefined) fields[field] = encodeValue(value);
  }
  return fields;
}

export function encodeValue(value: unknown): FirestoreValue {
  if (value === null) return { nullValue: 'NULL_VALUE' };
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { booleanValue: value };
  if (typeof value === 'number') return encodeNumber(value);
  if (value instanceof Uint8Array) return { bytesValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(encodeValue) } };
  if (typeof value === 'object') return { mapValue: { fields: encodeMap(value) } };
  throw new Error(`[store] not a document value: ${typeof value}`);
}

function encodeNumber(value: number): FirestoreValue {
  // As text: the generated client would bring a plain number through 32 bits.
  const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0);
  return isInteger ? { integerValue: String(value) } : { doubleValue: value };
}

function decodeValue(value: FirestoreValue): unknown {
  if (value.stringValue != null) return value.stringValue;
  if (value.integerValue != null) return Number(value.integerValue);
  if (value.doubleValue != null) return value.doubleValue;
  if (value.booleanValue != null) return value.booleanValue;
  if (value.bytesValue != null) return value.bytesValue;
  if (value.arrayValue != null) return (value.arrayValue.values ?? []).map(decodeValue);
  if (value.mapValue != null) return decodeDocument(value.mapValue.fields as FirestoreFields);
  if (value.timestampValue != null) return epochMs(value.timestampValue);
  return null;
}

function epochMs({ seconds, nanos }: protos.google.protobuf.ITimestamp): number {
  return Number(seconds ?? 0) * 1000 + Math.round((nanos ?? 0) / 1e6);
}
