import type { protos } from '@google-cloud/firestore-api';
import type { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { Status } from 'google-gax';
import { assertWritablePaths, splitDocumentPath } from '../../core/document-path.ts';
import { ConflictError, RefusedError, type Store } from '../../ports/store.ts';
import { type CallPolicy, callWithRetries, grpcCode, type TryOptions } from './call-with-retries.ts';
import { collectStream } from './collect-stream.ts';
import { storedDocument } from './firestore-document.ts';
import { createFirestoreQueries } from './firestore-queries.ts';
import { READING } from './firestore-reading.ts';
import { versionOf } from './firestore-version.ts';
import { firestoreWrite } from './firestore-write.ts';

type Document = protos.google.firestore.v1.IDocument;
type BatchGetAnswer = protos.google.firestore.v1.IBatchGetDocumentsResponse;

export interface FirestoreStoreDeps {
  client: FirestoreClient;
  projectId: string;
  /** `(default)` unless the project has several databases. */
  databaseId?: string;
  /** Sent with every call; an emulator takes its rights from them. */
  headers?: Readonly<Record<string, string>>;
}

const { ABORTED, ALREADY_EXISTS, FAILED_PRECONDITION } = Status;
const { INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, UNAVAILABLE } = Status;

/** A commit whose answer was lost is made again: what it then finds of its own comes back as a conflict, as the port says. */
const COMMITTING: CallPolicy = {
  service: 'Firestore',
  retryCodes: [ABORTED, RESOURCE_EXHAUSTED, UNAVAILABLE],
  deadlineMs: 10_000,
  tryTimeoutMs: 8000,
};

/** What Firestore answers when a write's condition does not hold. */
const CONFLICTS: readonly (number | undefined)[] = [ALREADY_EXISTS, FAILED_PRECONDITION, NOT_FOUND];

/**
 * The store on Firestore. `getAll`, `commit`, a page of `query` and a `count` are one call each. Calls go through the generated client,
 * which leaves conditions and deadlines to whoever calls it.
 */
export function createFirestoreStore(deps: FirestoreStoreDeps): Store {
  const { client, projectId, databaseId = '(default)', headers = {} } = deps;
  const database = `projects/${projectId}/databases/${databaseId}`;
  const root = `${database}/documents`;
  const nameOf = (path: string) => `${root}/${path}`;
  const toDocument = (document: Document | null | undefined) =>
    document ? storedDocument(document, root) : undefined;
  const withHeaders = (options: TryOptions) => ({ ...options, otherArgs: { headers } });

  return {
    async getAll(...paths) {
      if (paths.length === 0) return [] as never;
      for (const path of paths) splitDocumentPath(path);
      const documents = [...new Set(paths)].map(nameOf);
      const answers = await callWithRetries(READING, async (options) => {
        const stream = client.batchGetDocuments({ database, documents }, withHeaders(options));
        return answersByName(await collectStream<BatchGetAnswer>(stream), documents);
      });
      return paths.map((path) => toDocument(answers.get(nameOf(path))?.found)) as never;
    },

    async commit(writes) {
      assertWritablePaths(writes.map(({ path }) => path));
      const request = { database, writes: writes.map((write) => firestoreWrite(write, nameOf(write.path))) };
      try {
        const [answer] = await callWithRetries(COMMITTING, (options) =>
          client.commit(request, withHeaders(options)),
        );
        return { version: committedVersion(answer) };
      } catch (error) {
        if (CONFLICTS.includes(grpcCode(error))) throw new ConflictError({ cause: error });
        throw grpcCode(error) === INVALID_ARGUMENT ? new RefusedError({ cause: error }) : error;
      }
    },

    ...createFirestoreQueries({ client, root, withHeaders }),
  };
}

/** Throws when there is a document that nothing was said of: to take it for one that does not exist would be wrong. */
function answersByName(answers: BatchGetAnswer[], documents: readonly string[]): Map<string, BatchGetAnswer> {
  const byName = new Map(answers.map((answer) => [answer.found?.name ?? answer.missing ?? '', answer]));
  if (documents.every((name) => byName.has(name))) return byName;
  throw Object.assign(new Error('[store] the answer breaks off'), { code: UNAVAILABLE });
}

/** The version of the documents written: the commit's time, but for one write that changed nothing, which leaves the old one. */
function committedVersion({ writeResults, commitTime }: protos.google.firestore.v1.ICommitResponse): string {
  const [first, ...others] = writeResults ?? [];
  const updateTime = others.length === 0 ? first?.updateTime : undefined;
  return versionOf(updateTime ?? commitTime ?? {});
}
