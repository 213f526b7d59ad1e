import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { hasStatus } from '../api/api-error.ts';
import { isUnderWay, useEvent } from '../api/use-event.ts';
import { Button } from '../components/button.tsx';
import { Empty } from '../components/empty.tsx';
import { EventFacts } from '../components/event-facts.tsx';
import { EventWebhooks } from '../components/event-webhooks.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { Timeline } from '../components/timeline.tsx';
import { useScope } from '../state/scope.ts';

interface Props {
  referenceId: string;
  above?: ReactNode;
}

export function EventPage({ referenceId, above }: Props): ReactElement {
  const scope = useScope();
  const query = useEvent(scope, decoded(referenceId));
  return (
    <Page
      title="Event Timeline"
      above={above}
      lead={
        query.data && isUnderWay(query.data) ? 'More is to come: this page updates by itself.' : undefined
      }
      actions={
        <Button icon="refresh" busy={query.isFetching} onClick={() => void query.refetch()}>
          Refresh
        </Button>
      }
    >
      {hasStatus(query.error, 404) ? (
        <Empty title="Nothing is known of this reference id">
          <p>
            <code className="break">{decoded(referenceId)}</code>
          </p>
          <p>Events are kept 7 days after they are settled. Check that the whole id was copied.</p>
          <p>
            <Link href={`${scope.home}/events`}>Look up another</Link>
          </p>
        </Empty>
      ) : (
        <Loaded query={query} what="the timeline" lines={12}>
          {(event) => (
            <>
              <EventFacts event={event} />
              <Timeline steps={event.timeline} />
              <EventWebhooks event={event} />
              <p className="links">
                <Link
                  href={`${scope.home}/deliveries?${new URLSearchParams({ reference_id: event.reference_id })}`}
                >
                  See it in Webhook Deliveries
                </Link>
                <Link href={`${scope.home}/events`}>Look up another</Link>
              </p>
            </>
          )}
        </Loaded>
      )}
    </Page>
  );
}

/** The router leaves some characters encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
