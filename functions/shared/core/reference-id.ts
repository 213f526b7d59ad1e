/** A UUID version 7 (RFC 9562) in lower-case canonical form. */
export const REFERENCE_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** True for a UUID version 7 (RFC 9562) in lower-case canonical form: the only form CarvOS hands out. */
export function isReferenceId(value: string): boolean {
  return REFERENCE_ID.test(value);
}

/**
 * A reference id as a document id: its random tail first. Its head is a clock, and Firestore slows down when all writes
 * go to the end of one ever-growing key range.
 */
export function scrambleReferenceId(referenceId: string): string {
  return `${referenceId.slice(24)}-${referenceId.slice(0, 23)}`;
}

/** The inverse of {@link scrambleReferenceId}. */
export function unscrambleReferenceId(documentId: string): string {
  return `${documentId.slice(13)}-${documentId.slice(0, 12)}`;
}
