import type { ReactElement } from 'react';
import type { DeliveryEntry } from '../../../functions/shared/portal/schemas/delivery-log.ts';
import { Badge } from './badge.tsx';

const TONES = { success: 'good', failure: 'warn', error: 'bad' } as const;
const WORDS = { success: 'Success', failure: 'Failure', error: 'Error' };

export function OutcomeBadge({ outcome }: { outcome: DeliveryEntry['outcome'] }): ReactElement {
  return <Badge tone={TONES[outcome]}>{WORDS[outcome]}</Badge>;
}
