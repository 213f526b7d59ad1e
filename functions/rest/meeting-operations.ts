import { GatewayError } from '../shared/core/errors.ts';
import { decodeStored } from '../shared/core/json/decode-stored.ts';
import type { JsonObject } from '../shared/core/json/json-value.ts';
import { MEETING_LINKS, MEETING_OUTPUTS } from '../shared/core/meetings/meeting-outputs.ts';
import type { StoredMeeting, StoredMeetingOutput } from '../shared/core/meetings/stored-meeting.ts';
import { paths } from '../shared/core/paths.ts';
import type { Store, StoredDocument } from '../shared/ports/store.ts';
import { findableId } from './findable-id.ts';
import { listPage } from './list-page.ts';
import type { Operation } from './operation.ts';

/** Reading what Carv has made of meetings. */
export const meetingOperations = {
  get: {
    needs: 'client-and-user',
    documentPath: (atsId, { scope, parameters }) => {
      const id = findableId(parameters, 'meeting_id');
      return id === undefined ? undefined : paths.meeting(atsId, scope.clientId, id);
    },
    read: async ({ store }, { document }) => {
      if (document === undefined) throw new GatewayError('not_found');
      const [body] = await withOutputs(store, [document as StoredDocument<StoredMeeting>]);
      return { status: 200, body: body as JsonObject };
    },
  },
  list: {
    needs: 'client-and-user',
    read: (deps, { ats, scope, query }) =>
      listPage<StoredMeeting>(deps, query, {
        collection: paths.meetings(ats.atsId, scope.clientId),
        sizeOf: ({ bytes }) => Object.values(bytes).reduce((sum, size) => sum + size, 0),
        show: (page) => withOutputs(deps.store, page),
      }),
  },
} as const satisfies Record<string, Operation>;

async function withOutputs(store: Store, meetings: StoredDocument<StoredMeeting>[]): Promise<JsonObject[]> {
  // Only those that have arrived are asked for.
  const wanted = meetings.flatMap(({ path, data }) =>
    MEETING_OUTPUTS.filter(({ field }) => field in data.bytes).map(({ field }) =>
      paths.meetingOutput(path, field),
    ),
  );
  const found = await store.getAll<StoredMeetingOutput[]>(...wanted);
  const outputs = new Map(found.map((output) => [output?.path, output?.data]));
  return meetings.map(({ path, data }) => {
    const arrived = MEETING_OUTPUTS.map(({ field }) => outputs.get(paths.meetingOutput(path, field)))
      .filter((output) => output !== undefined)
      // What came last says how things are.
      .toSorted((a, b) => a.receivedAt - b.receivedAt);
    return { ...NOTHING_YET, ...Object.assign({}, ...arrived.map(whatIsKnown)), meeting_id: data.id };
  });
}

/** An id that is not known to one output may be known to another. */
function whatIsKnown(output: StoredMeetingOutput): JsonObject {
  return Object.fromEntries(Object.entries(decodeStored(output)).filter(([, value]) => value !== null));
}

const NOTHING_YET: JsonObject = Object.fromEntries(
  [...MEETING_LINKS, ...MEETING_OUTPUTS.map(({ field }) => field)].map((field) => [field, null]),
);
