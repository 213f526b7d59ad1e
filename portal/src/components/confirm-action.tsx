import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useRef, useState } from 'react';
import { describeError } from '../format/describe-error.ts';
import { useHeldPage } from '../state/use-held-page.ts';
import { Button, type ButtonProps } from './button.tsx';
import { Notice } from './notice.tsx';
import { SelectField } from './select-field.tsx';

interface Choice {
  label: string;
  /** The first one stands until another is chosen. */
  options: readonly [Option, ...Option[]];
  hint: (chosen: string) => string;
}

type Option = readonly [value: string, label: string];

interface Question<T> {
  title: string;
  /** What will happen. */
  children: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  choice?: Choice;
  /** Gets what was chosen; nothing, where there is no choice. */
  action: (chosen: string) => Promise<T>;
}

interface Props<T> extends Question<T>, Pick<ButtonProps, 'kind' | 'icon' | 'disabled'> {
  /** On the button that asks. */
  label: string;
  /** Gets the result, which is kept nowhere else, and the button to go back to. */
  onDone: (result: T, button: HTMLElement | null) => void;
  /** What has the focus once it is done; the button that asked, if not said. Gets that button. */
  focusAfter?: (button: HTMLElement | null) => HTMLElement | null;
}

/** A button whose action is confirmed first. What went wrong is said in the dialog, which stays for another try. */
export function ConfirmAction<T>(props: Props<T>): ReactElement {
  const { label, kind, icon, disabled, onDone, focusAfter, ...current } = props;
  // What is asked stays as it was asked: a button under somebody's hand that turns from "Disable" into "Enable" does the opposite.
  const [question, setQuestion] = useState<Question<T>>(current);
  const [chosen, setChosen] = useState('');
  const [open, setOpen] = useState(false);
  const asked = useRef<HTMLButtonElement>(null);
  const done = useRef(false);
  const { mutate, reset, isPending, error } = useMutation({ mutationFn: () => question.action(chosen) });
  useHeldPage(isPending);
  const { title, children, confirmLabel, danger = false, choice } = question;

  function ask(): void {
    done.current = false;
    setQuestion(current);
    setChosen(current.choice?.options[0][0] ?? '');
    setOpen(true);
  }

  function close(): void {
    setOpen(false);
    reset();
  }

  function confirm(): void {
    if (done.current) return;
    mutate(undefined, {
      onSuccess: (result) => {
        done.current = true;
        close();
        onDone(result, asked.current);
      },
    });
  }

  return (
    <>
      <Button kind={kind} icon={icon} disabled={disabled} ref={asked} onClick={ask}>
        {label}
      </Button>
      <AlertDialog.Root open={open} onOpenChange={(next) => !next && !isPending && close()}>
        <AlertDialog.Portal>
          {/* It may be asked within a dialog, which it has to be told from. */}
          <AlertDialog.Backdrop className="backdrop" forceRender />
          <AlertDialog.Popup
            className="dialog"
            finalFocus={() => (done.current && focusAfter?.(asked.current)) || asked.current}
          >
            <div className="dialog-head">
              <AlertDialog.Title className="dialog-title">{title}</AlertDialog.Title>
            </div>
            <AlertDialog.Description render={<div />} className="dialog-body">
              {children}
              {choice && (
                <SelectField
                  label={choice.label}
                  value={chosen}
                  onChange={setChosen}
                  options={choice.options}
                  hint={choice.hint(chosen)}
                />
              )}
              {error && (
                <Notice tone="bad" alert>
                  <p>{describeError(error)}</p>
                </Notice>
              )}
            </AlertDialog.Description>
            <div className="dialog-foot">
              <AlertDialog.Close className="button button-plain">Cancel</AlertDialog.Close>
              <Button kind={danger ? 'danger' : 'primary'} busy={isPending} onClick={confirm}>
                {confirmLabel}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  );
}
