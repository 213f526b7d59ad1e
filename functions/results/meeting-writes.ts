import { encodeJson } from '../shared/core/json/encode-json.ts';
import type { StoredMeeting, StoredMeetingOutput } from '../shared/core/meetings/stored-meeting.ts';
import { paths } from '../shared/core/paths.ts';
import type { StoredDocument, Write } from '../shared/ports/store.ts';
import type { MeetingEvent } from './read-meeting-event.ts';

/** The meeting with one more output, which replaces an earlier one of its kind. */
export function meetingWrites(
  { atsId, clientId, meetingId, output, data }: MeetingEvent,
  found: StoredDocument<StoredMeeting> | undefined,
  referenceId: string,
  now: number,
): Write[] {
  const path = paths.meeting(atsId, clientId, meetingId);
  const payload = encodeJson(data);
  const bytes = { ...found?.data.bytes, [output.field]: payload.length };
  const meeting: StoredMeeting = { id: meetingId, updatedAt: now, bytes };
  const stored: StoredMeetingOutput = { version: referenceId, receivedAt: now, payload };
  return [
    // Two outputs that arrive at once must not lose each other.
    found
      ? { type: 'set', path, data: meeting, ifVersion: found.version }
      : { type: 'create', path, data: meeting },
    { type: 'set', path: paths.meetingOutput(path, output.field), data: stored },
  ];
}
