import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { useDeliveries } from '../api/use-deliveries.ts';
import { useRefreshDeliveries } from '../api/use-resend.ts';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { DeliveryDialog } from '../components/delivery-dialog.tsx';
import { DeliveryFilters } from '../components/delivery-filters.tsx';
import { DeliveryTable } from '../components/delivery-table.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { Pager } from '../components/pager.tsx';
import { RecoverDialog } from '../components/recover-dialog.tsx';
import { WeekCard } from '../components/week-card.tsx';
import { deliveriesQueryOf } from '../format/deliveries-query-of.ts';
import { useScope } from '../state/scope.ts';
import { useQueryState } from '../state/use-query-state.ts';

export function DeliveriesPage({ above }: { above?: ReactNode }): ReactElement {
  const scope = useScope();
  const { params } = useQueryState();
  const query = useDeliveries(scope, deliveriesQueryOf(params));
  const refresh = useRefreshDeliveries();
  return (
    <Page
      title="Webhook Deliveries"
      above={above}
      lead="Every attempt to send a webhook, and every webhook that came in."
      actions={
        <>
          <Button icon="refresh" busy={query.isFetching} onClick={refresh}>
            Refresh
          </Button>
          {scope.atsId !== null && <RecoverDialog atsId={scope.atsId} />}
        </>
      }
    >
      <Notice>
        <p>
          Best effort, and kept 7 days: not a ledger for billing or compliance.{' '}
          <Link href="/data-handling">How data is handled</Link>
        </p>
      </Notice>
      {scope.atsId !== null && <WeekCard atsId={scope.atsId} />}
      <Card title="Deliveries">
        <DeliveryFilters error={query.error} />
        <Loaded query={query} what="the deliveries" lines={12}>
          {(page) => (
            <div
              className={query.isPlaceholderData ? 'stale' : undefined}
              aria-busy={query.isPlaceholderData}
            >
              <DeliveryTable entries={page.data} />
              <Pager next={page.next_cursor} what="deliveries" />
            </div>
          )}
        </Loaded>
      </Card>
      <DeliveryDialog entryId={params.get('entry')} />
    </Page>
  );
}
