/**
 * Turns any identifier of an ATS into a document id, reversibly. Firestore forbids `/`, the ids `.` and `..`, ids like
 * `__x__` and more than 1,500 bytes; non-ASCII letters are allowed and stay as they are, so that 128 characters are at
 * most 512 bytes.
 * @see https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields
 */
export function escapeDocumentId(id: string): string {
  if (id === '') throw new Error('an empty string cannot be a document id');
  if (!id.isWellFormed()) throw new Error('a lone surrogate cannot be part of a document id');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being escaped.
  const escaped = id.replace(/[\u0000-\u001f\u007f%/]/g, percent);
  const reserved = escaped === '.' || escaped === '..' || /^__.*__$/s.test(escaped);
  return reserved ? percent(escaped.charAt(0)) + escaped.slice(1) : escaped;
}

/** The inverse of {@link escapeDocumentId}. */
export function unescapeDocumentId(documentId: string): string {
  return documentId.replace(/%([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
