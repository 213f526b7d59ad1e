import { openCursor, sealCursor } from '../cursor.ts';
import { MINUTE_MS } from '../duration.ts';
import type { SandboxChoice } from './sandbox-webhook.ts';

/** How long what was previewed can be sent. */
export const PREVIEW_MEMORY_MS = 15 * MINUTE_MS;

const SCOPE = 'sandbox-preview';

/** Stands for exactly what was previewed, for this ATS: nothing is stored, and nothing can be slipped in. */
export function sealPreviewId({ atsId, event, referenceId, at }: SandboxChoice, key: Uint8Array): string {
  return sealCursor(JSON.stringify([event, referenceId, at]), [SCOPE, atsId], key);
}

/** What was previewed; undefined where the id is none of this ATS, or is too old by now. */
export function openPreviewId(
  previewId: string,
  atsId: string,
  key: Uint8Array,
  now: number,
): SandboxChoice | undefined {
  const position = openCursor(previewId, [SCOPE, atsId], key);
  if (position === undefined) return undefined;
  const [event, referenceId, at] = JSON.parse(position) as [string, string, number];
  return now <= at + PREVIEW_MEMORY_MS ? { atsId, event, referenceId, at } : undefined;
}
