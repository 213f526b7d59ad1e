import type { ComponentProps, ReactElement } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  kind?: 'primary' | 'plain' | 'danger' | 'quiet' | undefined;
  icon?: IconName | undefined;
  /** Under way: it does nothing meanwhile, but keeps the focus. */
  busy?: boolean;
}

export function Button({
  kind = 'plain',
  icon,
  busy = false,
  onClick,
  children,
  ...rest
}: ButtonProps): ReactElement {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind}`}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <span className="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
