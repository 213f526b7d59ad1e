const RECORDS = ['candidate', 'vacancy', 'application'].flatMap((record) =>
  ['created', 'updated', 'deleted'].map((action) => `${record}.${action}`),
);

/** Every event that the delivery log may tell of, sent or received; a test holds it against the gateway's own lists. */
export const EVENT_NAMES: readonly string[] = [
  ...RECORDS,
  'meeting.transcript_ready',
  'meeting.summary_ready',
  'meeting.notes_ready',
  'workspace.created',
  'workspace.provisioned',
  'workspace.member_added',
];
