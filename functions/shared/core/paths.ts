import { escapeDocumentId } from './document-id.ts';
import { scrambleReferenceId } from './reference-id.ts';

/** Where every document lives. Nothing else builds a path. */
export const paths = {
  allAts: () => 'ats',
  ats: (atsId: string) => `ats/${atsId}`,
  receipt: (atsId: string, receiptId: string) => `ats/${atsId}/receipts/${receiptId}`,
  workspace: (atsId: string, clientId: string) => `ats/${atsId}/workspaces/${escapeDocumentId(clientId)}`,
  member: (atsId: string, clientId: string, userId: string) =>
    `${paths.workspace(atsId, clientId)}/members/${escapeDocumentId(userId)}`,
  records: (atsId: string, clientId: string, collection: string) =>
    `${paths.workspace(atsId, clientId)}/${collection}`,
  record: (atsId: string, clientId: string, collection: string, recordId: string) =>
    `${paths.records(atsId, clientId, collection)}/${escapeDocumentId(recordId)}`,
  overlay: (recordPath: string) => `${recordPath}/overlays/ai`,
  event: (referenceId: string) => `events/${scrambleReferenceId(referenceId)}`,
  delivery: (deliveryId: string) => `deliveries/${escapeDocumentId(deliveryId)}`,
};
