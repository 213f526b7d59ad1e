import type { protos } from '@google-cloud/firestore-api';
import type { Write } from '../../ports/store.ts';
import { encodeDocument } from './firestore-value.ts';
import { updateTimeOf } from './firestore-version.ts';

/**
 * A write of the port in Firestore's own terms. `name` is the document's full resource name.
 * @see https://cloud.google.com/firestore/docs/reference/rpc/google.firestore.v1#write
 */
export function firestoreWrite(write: Write, name: string): protos.google.firestore.v1.IWrite {
  if (write.type === 'delete') return { delete: name, ...ifVersion(write) };
  if (write.type === 'create') {
    return { update: { name, fields: encodeDocument(write.data) }, currentDocument: { exists: false } };
  }
  // Without a mask the document is replaced whole.
  if (write.type === 'set')
    return { update: { name, fields: encodeDocument(write.data) }, ...ifVersion(write) };
  const fields = encodeDocument(write.set);
  // A field that the mask names and that has no value is removed.
  const fieldPaths = [...new Set([...Object.keys(fields), ...(write.remove ?? [])])];
  return {
    update: { name, fields },
    updateMask: { fieldPaths },
    ...(write.ifVersion === undefined ? { currentDocument: { exists: true } } : ifVersion(write)),
  };
}

function ifVersion({ ifVersion: version }: { ifVersion?: string }) {
  return version === undefined ? {} : { currentDocument: { updateTime: updateTimeOf(version) } };
}
