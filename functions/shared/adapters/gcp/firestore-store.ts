import type { protos } from '@google-cloud/firestore-api';
import type { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { Status } from 'google-gax';
import { assertWritablePaths, splitDocumentPath } from '../../core/document-path.ts';
import {
  ConflictError,
  type Query,
  RefusedError,
  type Store,
  type StoredDocument,
} from '../../ports/store.ts';
import { type CallPolicy, callWithRetries, grpcCode, type TryOptions } from './call-with-retries.ts';
import { collectStream } from './collect-stream.ts';
import { structuredQuery } from './firestore-query.ts';
import { decodeDocument, type FirestoreFields } from './firestore-value.ts';
import { versionOf } from './firestore-version.ts';
import { firestoreWrite } from './firestore-write.ts';

type Document = protos.google.firestore.v1.IDocument;
type BatchGetAnswer = protos.google.firestore.v1.IBatchGetDocumentsResponse;
type QueryAnswer = protos.google.firestore.v1.IRunQueryResponse;

export interface FirestoreStoreDeps {
  client: FirestoreClient;
  projectId: string;
  /** `(default)` unless the project has several databases. */
  databaseId?: string;
  /** Sent with every call; an emulator takes its rights from them. */
  headers?: Readonly<Record<string, string>>;
}

const { ABORTED, ALREADY_EXISTS, DEADLINE_EXCEEDED, FAILED_PRECONDITION } = Status;
const { INTERNAL, INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED, UNAVAILABLE } = Status;

const READING: CallPolicy = {
  service: 'Firestore',
  retryCodes: [ABORTED, DEADLINE_EXCEEDED, INTERNAL, RESOURCE_EXHAUSTED, UNAVAILABLE],
  deadlineMs: 8000,
  tryTimeoutMs: 4000,
};

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
 * The store on Firestore. `getAll`, `commit` and a page of `query` are one call each. Calls go through the generated client,
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

    async query<T extends object>(query: Query) {
      const above = query.collection.lastIndexOf('/');
      const parent = above < 0 ? root : nameOf(query.collection.slice(0, above));
      const request = { parent, structuredQuery: structuredQuery(query, nameOf) };
      const answers = await callWithRetries(READING, (options) =>
        collectStream<QueryAnswer>(client.runQuery(request, withHeaders(options))),
      );
      return answers.flatMap(({ document }) => toDocument(document) ?? []) as StoredDocument<T>[];
    },
  };
}

/** Throws when there is a document that nothing was said of: to take it for one that does not exist would be wrong. */
function answersByName(answers: BatchGetAnswer[], documents: readonly string[]): Map<string, BatchGetAnswer> {
  const byName = new Map(answers.map((answer) => [answer.found?.name ?? answer.missing ?? '', answer]));
  if (documents.every((name) => byName.has(name))) return byName;
  throw Object.assign(new Error('[store] the answer breaks off'), { code: UNAVAILABLE });
}

function storedDocument({ name, fields, updateTime }: Document, root: string): StoredDocument<object> {
  const path = String(name).slice(root.length + 1);
  const [, id] = splitDocumentPath(path);
  const data = decodeDocument(fields as FirestoreFields);
  return { path, id, version: versionOf(updateTime ?? {}), data };
}

/** The version of the documents written: the commit's time, but for one write that changed nothing, which leaves the old one. */
function committedVersion({ writeResults, commitTime }: protos.google.firestore.v1.ICommitResponse): string {
  const [first, ...others] = writeResults ?? [];
  const updateTime = others.length === 0 ? first?.updateTime : undefined;
  return versionOf(updateTime ?? commitTime ?? {});
}
