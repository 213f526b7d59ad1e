import type { DatabaseSync } from 'node:sqlite';
import { splitDocumentPath } from '../../core/document-path.ts';
import type { StoredDocument } from '../../ports/store.ts';
import { groupFlush, type Waiting } from './group-flush.ts';
import { ROW_COLUMNS, type Row, rowToDocument } from './sqlite-document.ts';

type Found = (StoredDocument<object> | undefined)[];

/**
 * Reads documents by path, for all who ask within one turn of the event loop together: what many of them need, such as their ATS,
 * is looked up once, and all see one moment, whatever others write meanwhile.
 */
export function groupReads(db: DatabaseSync) {
  const begin = db.prepare('BEGIN');
  const end = db.prepare('COMMIT');
  const select = db.prepare(`SELECT ${ROW_COLUMNS} FROM documents WHERE collection = ? AND id = ?`);

  const readEach = (batch: Waiting<readonly string[], Found>[]): void => {
    const rows = new Map<string, Row | undefined>();
    const read = (path: string) => {
      if (!rows.has(path))
        rows.set(path, select.get(...splitDocumentPath(path)) as unknown as Row | undefined);
      // Parsed for each one anew: nobody sees what another does to a document.
      return rowToDocument(rows.get(path));
    };
    for (const { item: paths, resolve, reject } of batch) {
      try {
        resolve(paths.map(read));
      } catch (error) {
        reject(error);
      }
    }
  };

  return groupFlush(
    (batch: Waiting<readonly string[], Found>[]) => {
      begin.run();
      try {
        readEach(batch);
      } finally {
        end.run();
      }
      return undefined;
    },
    { maxTurns: 1 },
  );
}
