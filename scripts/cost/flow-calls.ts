/** Calls to Google's services, as the client libraries make them. */
export interface Calls {
  /** `BatchGetDocuments`. */
  reads: number;
  /** `RunQuery`. */
  queries: number;
  commits: number;
  /** `CreateTask`. */
  tasks: number;
  /** `AccessSecretVersion`. */
  secrets: number;
  /** What Firestore bills: documents asked for, found or not, and documents written or deleted. */
  documentReads: number;
  documentWrites: number;
  documentDeletes: number;
}

const NONE: Calls = {
  reads: 0,
  queries: 0,
  commits: 0,
  tasks: 0,
  secrets: 0,
  documentReads: 0,
  documentWrites: 0,
  documentDeletes: 0,
};

function calls(made: Partial<Calls>): Calls {
  return { ...NONE, ...made };
}

/** What each flow asks of Google's services, once an instance has its key and the workspace is provisioned. A test counts it. */
export const FLOW_CALLS = {
  'accept by REST': calls({ reads: 1, commits: 1, tasks: 1, documentReads: 1, documentWrites: 2 }),
  'accept by REST, with an idempotency key': calls({
    reads: 1,
    commits: 1,
    tasks: 1,
    documentReads: 2,
    documentWrites: 3,
  }),
  'accept a change by REST': calls({ reads: 1, commits: 1, tasks: 1, documentReads: 2, documentWrites: 2 }),
  'accept by webhook': calls({ reads: 1, commits: 1, tasks: 1, documentReads: 1, documentWrites: 4 }),
  'accept a merging webhook': calls({ reads: 2, commits: 1, tasks: 1, documentReads: 3, documentWrites: 4 }),
  'hand to AI and take its answer': calls({
    reads: 3,
    commits: 2,
    tasks: 1,
    documentReads: 5,
    documentWrites: 5,
  }),
  'deliver at the first attempt': calls({ reads: 1, commits: 2, documentReads: 3, documentWrites: 3 }),
  'an attempt that fails': calls({ reads: 1, commits: 2, tasks: 1, documentReads: 3, documentWrites: 3 }),
  'a sweep that finds nothing': calls({ queries: 16, documentReads: 16 }),
} as const;

export type Flow = keyof typeof FLOW_CALLS;
