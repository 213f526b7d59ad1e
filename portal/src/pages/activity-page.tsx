import type { ReactElement, ReactNode } from 'react';
import { useActivity } from '../api/use-activity.ts';
import { ActivityTable } from '../components/activity-table.tsx';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Pager } from '../components/pager.tsx';
import { useScope } from '../state/scope.ts';
import { useQueryState } from '../state/use-query-state.ts';

export function ActivityPage({ above }: { above?: ReactNode }): ReactElement {
  const scope = useScope();
  const { params } = useQueryState();
  const query = useActivity(scope, params.get('cursor'));
  return (
    <Page
      title="Activity"
      above={above}
      lead="Every configuration change: who, what, when. Keys and secrets are only named."
      actions={
        <Button icon="refresh" busy={query.isFetching} onClick={() => void query.refetch()}>
          Refresh
        </Button>
      }
    >
      <Card title="Changes">
        <Loaded query={query} what="the activity" lines={10}>
          {(page) => (
            <div
              className={query.isPlaceholderData ? 'stale' : undefined}
              aria-busy={query.isPlaceholderData}
            >
              <ActivityTable entries={page.data} all={scope.atsId === null} />
              <Pager next={page.next_cursor} what="activity" />
            </div>
          )}
        </Loaded>
      </Card>
    </Page>
  );
}
