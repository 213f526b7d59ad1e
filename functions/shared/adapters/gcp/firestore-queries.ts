import type { protos } from '@google-cloud/firestore-api';
import type { FirestoreClient } from '@google-cloud/firestore-api/client_v1';
import { type CallOptions, Status } from 'google-gax';
import type { Query, Store, StoredDocument } from '../../ports/store.ts';
import { callWithRetries, type TryOptions } from './call-with-retries.ts';
import { collectStream } from './collect-stream.ts';
import { storedDocument } from './firestore-document.ts';
import { countedQuery, structuredQuery } from './firestore-query.ts';
import { READING } from './firestore-reading.ts';

type QueryAnswer = protos.google.firestore.v1.IRunQueryResponse;
type CountAnswer = protos.google.firestore.v1.IRunAggregationQueryResponse;

export interface FirestoreQueriesDeps {
  client: FirestoreClient;
  /** What the names of all documents begin with. */
  root: string;
  withHeaders: (options: TryOptions) => CallOptions;
}

/** What the count is called in its answer. */
const COUNT = 'count';

/** The part of the store on Firestore that looks for documents. */
export function createFirestoreQueries(deps: FirestoreQueriesDeps): Pick<Store, 'query' | 'count'> {
  const { client, root, withHeaders } = deps;
  const nameOf = (path: string) => `${root}/${path}`;
  const parentOf = (collection: string) => {
    const above = collection.lastIndexOf('/');
    return above < 0 ? root : nameOf(collection.slice(0, above));
  };

  return {
    async query<T extends object>(query: Query) {
      const request = {
        parent: parentOf(query.collection),
        structuredQuery: structuredQuery(query, nameOf),
      };
      const answers = await callWithRetries(READING, (options) =>
        collectStream<QueryAnswer>(client.runQuery(request, withHeaders(options))),
      );
      return answers.flatMap(({ document }) =>
        document ? storedDocument(document, root) : [],
      ) as StoredDocument<T>[];
    },

    async count(query) {
      const request = {
        parent: parentOf(query.collection),
        structuredAggregationQuery: {
          structuredQuery: countedQuery(query),
          aggregations: [{ alias: COUNT, count: {} }],
        },
      };
      return callWithRetries(READING, async (options) => {
        const stream = client.runAggregationQuery(request, withHeaders(options));
        return countIn(await collectStream<CountAnswer>(stream));
      });
    },
  };
}

/** Throws where nothing was said: to take that for none would be wrong. */
function countIn(answers: readonly CountAnswer[]): number {
  for (const { result } of answers) {
    const count = result?.aggregateFields?.[COUNT]?.integerValue;
    if (count != null) return Number(count);
  }
  throw Object.assign(new Error('[store] the answer breaks off'), { code: Status.UNAVAILABLE });
}
