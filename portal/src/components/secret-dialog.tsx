import { Dialog } from '@base-ui/react/dialog';
import type { ReactElement, ReactNode } from 'react';
import { CopyButton } from './copy-button.tsx';
import { Modal } from './modal.tsx';

export interface SecretValue {
  label: string;
  value: string;
  hint?: ReactNode;
}

interface Props {
  title: string;
  /** What is shown; nothing of it is kept anywhere else. Null closes the dialog. */
  secrets: readonly SecretValue[] | null;
  onClose: () => void;
  returnTo?: HTMLElement | null;
  /** It can be shown again: then it closes like any other dialog. */
  again?: boolean;
  copyAll?: boolean;
  children?: ReactNode;
}

/** Shows secrets. Those that are shown once go only when somebody says that they have them. */
export function SecretDialog(props: Props): ReactElement | null {
  const { title, secrets, onClose, returnTo = null, again = false, copyAll = false, children } = props;
  const all = secrets?.map(({ label, value }) => `${label}: ${value}`).join('\n') ?? '';
  return (
    <Modal
      open={secrets !== null}
      title={title}
      onClose={onClose}
      held={!again}
      returnTo={returnTo}
      footer={
        <>
          {copyAll && <CopyButton text={all} what="values" label="Copy all" />}
          <Dialog.Close className="button button-primary">{again ? 'Done' : 'I have stored it'}</Dialog.Close>
        </>
      }
    >
      {children}
      {secrets?.map(({ label, value, hint }) => (
        <div className="secret" key={label}>
          <p className="secret-label">{label}</p>
          <div className="secret-row">
            <code>{value}</code>
            <CopyButton text={value} what={label} />
          </div>
          {hint && <div className="hint">{hint}</div>}
        </div>
      ))}
    </Modal>
  );
}
