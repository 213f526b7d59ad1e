import type { ReactElement, ReactNode } from 'react';

export type Tone = 'good' | 'bad' | 'warn' | 'calm' | 'accent';

export function Badge({ tone = 'calm', children }: { tone?: Tone; children: ReactNode }): ReactElement {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
