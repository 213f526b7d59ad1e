import { Toast } from '@base-ui/react/toast';
import type { ReactElement } from 'react';
import { Icon } from './icon.tsx';

// It asks nothing, and is not in anybody's way.
const NO_DIALOG = { role: 'group', 'aria-modal': undefined };

/** Short words on what was done; read out, and gone by themselves. */
export function Toasts(): ReactElement {
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className="toasts">
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className="toast" {...NO_DIALOG}>
            <Toast.Content className="toast-content">
              <Icon name="check" />
              <Toast.Title render={<p />} className="toast-title" />
              <Toast.Close className="button button-quiet" aria-label="Dismiss">
                <Icon name="close" />
              </Toast.Close>
            </Toast.Content>
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}
