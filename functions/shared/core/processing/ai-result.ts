import type { EventError } from '../envelope.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** What the AI service made of an event: its data, or a final error. */
export type AiResult = { status: 'success'; data: JsonObject } | { status: 'error'; error: EventError };

const MAX_CODE_LENGTH = 100;
const MAX_MESSAGE_LENGTH = 1000;

/** Reads `{status, data|error}` (spec section 10); undefined for anything else. */
export function parseAiResult(value: JsonValue): AiResult | undefined {
  if (!isJsonObject(value)) return undefined;
  const { status, data, error } = value;
  if (status === 'success' && isJsonObject(data)) return { status, data };
  if (status !== 'error' || !isJsonObject(error)) return undefined;
  const { code, message } = error;
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  // It goes into the event and the webhook beside a record that may fill both: what is longer is cut.
  return { status, error: { code: cut(code, MAX_CODE_LENGTH), message: cut(message, MAX_MESSAGE_LENGTH) } };
}

function cut(text: string, length: number): string {
  return text.slice(0, length).toWellFormed();
}
