import type { ReactElement } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props {
  /** `yours` is null where it was left as it was. */
  rows: readonly { label: string; now: string; yours: string | null }[];
  busy: boolean;
  onSaveAnyway: () => void;
  onDiscard: () => void;
}

/** Somebody else was faster: what it is now beside what was to be saved, and a choice between them. */
export function StaleEdit({ rows, busy, onSaveAnyway, onDiscard }: Props): ReactElement {
  return (
    <Notice tone="warn" alert title="Somebody changed this meanwhile">
      <div className="table-wrap">
        <table className="compare">
          <caption className="visually-hidden">What it is now, and yours</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">Now</th>
              <th scope="col">Yours</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, now, yours }) => (
              <tr key={label} className={yours === null || now === yours ? undefined : 'differs'}>
                <th scope="row">{label}</th>
                <td>{now || <span className="muted">none</span>}</td>
                <td>{yours || <span className="muted">{yours === null ? 'not changed' : 'none'}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="actions">
        <Button kind="primary" busy={busy} onClick={onSaveAnyway}>
          Save mine anyway
        </Button>
        <Button disabled={busy} onClick={onDiscard}>
          Discard mine
        </Button>
      </div>
    </Notice>
  );
}
