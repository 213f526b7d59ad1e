import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';

interface Props {
  tone?: 'info' | 'warn' | 'bad' | 'good';
  title?: ReactNode;
  /** Read out as soon as it is there. */
  alert?: boolean;
  children?: ReactNode;
}

export function Notice({ tone = 'info', title, alert = false, children }: Props): ReactElement {
  return (
    <div className={`notice notice-${tone}`} role={alert ? 'alert' : undefined}>
      <Icon name={tone === 'info' ? 'info' : tone === 'good' ? 'check' : 'alert'} />
      <div className="notice-body">
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
