import type { Ats } from '../../functions/shared/core/ats.ts';
import { describeAts } from '../../functions/shared/flows/describe-ats.ts';
import type { Report } from './run-command.ts';
import { fieldsText } from './text.ts';

/** An ATS as it is at `now` (epoch ms). */
export function atsReport(ats: Ats, now: number): Report {
  const json = describeAts(ats, now);
  return { json, text: fieldsText(json) };
}
