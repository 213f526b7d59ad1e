import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactElement, ReactNode } from 'react';

interface Props extends Omit<ComponentProps<typeof Field.Control>, 'className' | 'onChange' | 'value'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  mono?: boolean;
  /** Beside the field, such as a button that shows a password. */
  beside?: ReactNode;
}

export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  mono = false,
  beside,
  ...rest
}: Props): ReactElement {
  return (
    <Field.Root className="field" invalid={error !== undefined}>
      <Field.Label>{label}</Field.Label>
      <div className="field-row">
        <Field.Control
          {...rest}
          value={value}
          onValueChange={onChange}
          className={mono ? 'input mono' : 'input'}
        />
        {beside}
      </div>
      {hint && <Field.Description className="hint">{hint}</Field.Description>}
      {error !== undefined && (
        <Field.Error match className="field-error" aria-live="polite">
          {error}
        </Field.Error>
      )}
    </Field.Root>
  );
}
