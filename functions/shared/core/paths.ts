import { escapeDocumentId } from './document-id.ts';
import { scrambleReferenceId } from './reference-id.ts';

/** Where every document lives. Nothing else builds a path. */
export const paths = {
  allAts: () => 'ats',
  ats: (atsId: string) => `ats/${atsId}`,
  allActivities: () => 'activity',
  activities: (atsId: string) => `ats/${atsId}/activity`,
  activity: (atsId: string, activityId: string) => `${paths.activities(atsId)}/${activityId}`,
  receipt: (atsId: string, receiptId: string) => `ats/${atsId}/receipts/${receiptId}`,
  workspaces: (atsId: string) => `ats/${atsId}/workspaces`,
  workspace: (atsId: string, clientId: string) => `${paths.workspaces(atsId)}/${escapeDocumentId(clientId)}`,
  members: (atsId: string, clientId: string) => `${paths.workspace(atsId, clientId)}/members`,
  member: (atsId: string, clientId: string, userId: string) =>
    `${paths.members(atsId, clientId)}/${escapeDocumentId(userId)}`,
  meetings: (atsId: string, clientId: string) => `${paths.workspace(atsId, clientId)}/meetings`,
  meeting: (atsId: string, clientId: string, meetingId: string) =>
    `${paths.meetings(atsId, clientId)}/${escapeDocumentId(meetingId)}`,
  meetingOutput: (meetingPath: string, field: string) => `${meetingPath}/outputs/${field}`,
  records: (atsId: string, clientId: string, collection: string) =>
    `${paths.workspace(atsId, clientId)}/${collection}`,
  record: (atsId: string, clientId: string, collection: string, recordId: string) =>
    `${paths.records(atsId, clientId, collection)}/${escapeDocumentId(recordId)}`,
  overlay: (recordPath: string) => `${recordPath}/overlays/ai`,
  /** The embedded platform's own accounts; Google Cloud's are Identity Platform's. */
  person: (userId: string) => `people/${userId}`,
  passwordCode: (codeHash: string) => `passwordCodes/${codeHash}`,
  endedSession: (sessionId: string) => `endedSessions/${sessionId}`,
  signInAttempts: (key: string) => `signInAttempts/${key}`,
  endpointHealth: (atsId: string) => `endpointHealth/${atsId}`,
  event: (referenceId: string) => `events/${scrambleReferenceId(referenceId)}`,
  deliveryLog: () => 'deliveryLog',
  logEntry: (entryId: string) => `deliveryLog/${entryId}`,
  delivery: (deliveryId: string) => `deliveries/${escapeDocumentId(deliveryId)}`,
};
