import type { ReactElement } from 'react';
import type { ResentAnswer } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { Badge } from './badge.tsx';

const TONES = { pending: 'accent', delivered: 'good', exhausted: 'bad', cancelled: 'calm' } as const;
const WORDS = { pending: 'Pending', delivered: 'Delivered', exhausted: 'Exhausted', cancelled: 'Cancelled' };

/** How a webhook as a whole stands. */
export function StateBadge({ state }: { state: ResentAnswer['state'] }): ReactElement {
  return <Badge tone={TONES[state]}>{WORDS[state]}</Badge>;
}
