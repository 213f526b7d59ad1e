import { Dialog } from '@base-ui/react/dialog';
import { type ReactElement, useState } from 'react';
import { useRecovery } from '../api/use-recovery.ts';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { RecoveryProgress } from './recovery-progress.tsx';
import { SelectField } from './select-field.tsx';

const TIMES = [
  ['3600', 'The last hour'],
  ['21600', 'The last 6 hours'],
  ['86400', 'The last 24 hours'],
  ['259200', 'The last 3 days'],
  ['604800', 'The last 7 days'],
] as const;
const RATES = ['1', '5', '10', '25', '50'].map((rate) => [rate, `${rate} a second`] as const);

/** Sends again all that was given up, after an outage of the ATS. */
export function RecoverDialog({ atsId }: { atsId: string }): ReactElement {
  const [open, setOpen] = useState(false);
  const [since, setSince] = useState('86400');
  const [rate, setRate] = useState('10');
  const { recovery, start, goOn, stop, reset } = useRecovery(atsId);
  const { state } = recovery;
  const underWay = state === 'running' || state === 'stopping';

  function close(): void {
    setOpen(false);
    reset();
  }

  return (
    <>
      <Button onClick={() => setOpen(true)}>Recover…</Button>
      <Modal
        open={open}
        title="Recover exhausted webhooks"
        held={underWay}
        onClose={close}
        footer={
          <>
            {!underWay && <Dialog.Close className="button button-plain">Close</Dialog.Close>}
            {underWay && (
              <Button kind="danger" busy={state === 'stopping'} onClick={stop}>
                Stop
              </Button>
            )}
            {state === 'idle' && (
              <Button
                kind="primary"
                onClick={() => start({ since_seconds: Number(since), per_second: Number(rate) })}
              >
                Start
              </Button>
            )}
            {(state === 'stopped' || state === 'failed') && (
              <Button kind="primary" onClick={goOn}>
                Go on
              </Button>
            )}
          </>
        }
      >
        <p>
          Every webhook that was given up in this time is sent again, batch by batch. Keep this page open.
        </p>
        <SelectField
          label="Given up in"
          value={since}
          onChange={setSince}
          options={TIMES}
          disabled={state !== 'idle'}
        />
        <SelectField
          label="Speed"
          value={rate}
          onChange={setRate}
          options={RATES}
          disabled={state !== 'idle'}
          hint="So many first attempts, so that your ATS can keep up."
        />
        <RecoveryProgress recovery={recovery} />
      </Modal>
    </>
  );
}
