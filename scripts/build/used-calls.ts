/**
 * The calls that CarvOS makes, by client package and service. Only these, and the messages they consist of, are in a release: to
 * read the definitions of all calls takes longer than everything else a client does as it starts.
 */
export const USED_CALLS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '@google-cloud/firestore-api': {
    'google.firestore.v1.Firestore': ['BatchGetDocuments', 'Commit', 'RunAggregationQuery', 'RunQuery'],
  },
  '@google-cloud/secret-manager': {
    'google.cloud.secretmanager.v1.SecretManagerService': ['AccessSecretVersion'],
  },
  '@google-cloud/tasks': { 'google.cloud.tasks.v2.CloudTasks': ['CreateTask', 'GetQueue'] },
};
