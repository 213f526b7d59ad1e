import type { ReactElement } from 'react';
import type { Recovery } from '../api/use-recovery.ts';
import { describeError } from '../format/describe-error.ts';
import { useNow } from '../state/use-now.ts';
import { Notice } from './notice.tsx';

const TITLES = {
  idle: '',
  running: 'Under way',
  stopping: 'Stopping',
  stopped: 'Stopped',
  done: 'Done',
  failed: 'Interrupted',
} as const;

const TONES = { stopped: 'warn', done: 'good', failed: 'bad' } as const;

export function RecoveryProgress({ recovery }: { recovery: Recovery }): ReactElement {
  const { state, batches, resent, skipped, nextAt, error } = recovery;
  const now = useNow(1000);
  const wait = nextAt === null ? 0 : Math.ceil((nextAt - now) / 1000);
  const tone = state === 'stopped' || state === 'done' || state === 'failed' ? TONES[state] : 'info';
  return (
    <div role="status">
      {state !== 'idle' && (
        <Notice tone={tone} title={TITLES[state]}>
          <p>
            {resent} on their way again{skipped > 0 && `, ${skipped} skipped`}, in {batches}{' '}
            {batches === 1 ? 'batch' : 'batches'}.
          </p>
          {state === 'done' && resent + skipped === 0 && <p>Nothing was given up in this time.</p>}
          {state === 'failed' && <p>{describeError(error)}</p>}
          {/* Not read out each second. */}
          {state === 'running' && wait > 0 && <p aria-hidden="true">Next batch in {wait} s.</p>}
        </Notice>
      )}
    </div>
  );
}
