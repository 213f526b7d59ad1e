import { Dialog } from '@base-ui/react/dialog';
import type { ReactElement } from 'react';
import { useDelivery } from '../api/use-deliveries.ts';
import { useScope } from '../state/scope.ts';
import { useQueryState } from '../state/use-query-state.ts';
import { DeliveryDetails } from './delivery-details.tsx';
import { Loaded } from './loaded.tsx';
import { Modal } from './modal.tsx';

/** One entry of the delivery log. It is in the address, so that a link opens it. */
export function DeliveryDialog({ entryId }: { entryId: string | null }): ReactElement {
  const { change, from } = useQueryState();
  function close(): void {
    // Back to the list as it was, where it was opened from there.
    if (from === 'list') window.history.back();
    else change({ entry: null }, { replace: true });
  }
  return (
    <Modal
      open={entryId !== null}
      title="Delivery"
      wide
      onClose={close}
      footer={<Dialog.Close className="button button-plain">Close</Dialog.Close>}
    >
      {entryId !== null && <Entry entryId={entryId} />}
    </Modal>
  );
}

function Entry({ entryId }: { entryId: string }): ReactElement {
  const query = useDelivery(useScope(), entryId);
  return (
    <Loaded query={query} what="the delivery" lines={12}>
      {(entry) => <DeliveryDetails entry={entry} />}
    </Loaded>
  );
}
