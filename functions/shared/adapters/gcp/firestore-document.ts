import type { protos } from '@google-cloud/firestore-api';
import { splitDocumentPath } from '../../core/document-path.ts';
import type { StoredDocument } from '../../ports/store.ts';
import { decodeDocument, type FirestoreFields } from './firestore-value.ts';
import { versionOf } from './firestore-version.ts';

/** A document that was read, as the port has it; `root` is what its name begins with. */
export function storedDocument(
  { name, fields, updateTime }: protos.google.firestore.v1.IDocument,
  root: string,
): StoredDocument<object> {
  const path = String(name).slice(root.length + 1);
  const [, id] = splitDocumentPath(path);
  const data = decodeDocument(fields as FirestoreFields);
  return { path, id, version: versionOf(updateTime ?? {}), data };
}
