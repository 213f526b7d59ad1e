import { MAX_LOGGED_PAYLOAD_BYTES, MAX_RESPONSE_BYTES } from '../../functions/shared/core/limits.ts';
import type {
  describeLogEntry,
  describeWholeLogEntry,
} from '../../functions/shared/flows/describe-log-entry.ts';
import { blockText, fieldsText, moreText, tableText } from './text.ts';

interface LogPage {
  data: ReturnType<typeof describeLogEntry>[];
  next_cursor: string | null;
}

/** A page of the delivery log, in the columns that a line has room for, and how to get the next one. */
export function logPageText({ data, next_cursor }: LogPage): string {
  const rows = data.map((entry) => ({
    created_at: entry.created_at,
    ats_id: entry.ats_id,
    direction: entry.direction,
    event: entry.event,
    outcome: entry.outcome,
    status: entry.status_code,
    ms: entry.duration_ms,
    attempt: entry.attempt,
    test: entry.test,
    reference_id: entry.reference_id,
    entry_id: entry.entry_id,
  }));
  return `${tableText(rows, 'No entries that fit')}${moreText(next_cursor)}`;
}

/** One entry of the delivery log, each part of it under its name. */
export function logEntryText(entry: ReturnType<typeof describeWholeLogEntry>): string {
  const { request_headers, signature, payload, payload_cut, response_headers, ...rest } = entry;
  const { response_body, response_body_cut, ...fields } = rest;
  return [
    fieldsText(fields),
    part('Request headers', headersText(request_headers)),
    part('Signature', signature),
    part('Payload', payload, payload_cut && MAX_LOGGED_PAYLOAD_BYTES),
    part('Response headers', headersText(response_headers)),
    part('Response body', response_body, response_body_cut && MAX_RESPONSE_BYTES),
  ].join('\n');
}

function headersText(headers: Readonly<Record<string, string>>): string | null {
  return Object.keys(headers).length === 0 ? null : fieldsText(headers).trimEnd();
}

/** What was said is set in, so that none of it can look like another part. */
function part(name: string, text: string | null, cutAt: number | false = false): string {
  const mark = cutAt === false ? '' : `, cut at ${cutAt / 1024} KiB`;
  return `${name}${mark}:\n${text === null ? '  -\n' : blockText(text)}`;
}
