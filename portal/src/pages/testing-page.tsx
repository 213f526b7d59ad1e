import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useConfiguration } from '../api/use-configuration.ts';
import { useEventTypes } from '../api/use-event-types.ts';
import { Loaded } from '../components/loaded.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { TestSender } from '../components/test-sender.tsx';

export function TestingPage({ atsId }: { atsId: string }): ReactElement {
  const types = useEventTypes();
  const configuration = useConfiguration(atsId);
  return (
    <Page
      title="Webhook Testing"
      lead={
        <p>
          Send a webhook to your webhook URL now, signed as in production and marked with{' '}
          <code className="nowrap">X-CarvOS-Test: true</code>.
        </p>
      }
    >
      <Notice title="The data is synthetic">
        <p>It looks real, and is made up. A test is sent once, and waits 3 s for an answer.</p>
      </Notice>
      {configuration.data?.webhook_url === null && (
        <Notice tone="warn" title="No webhook URL is configured">
          <p>
            A test cannot reach your ATS. <Link href="/">Set the webhook URL in My Configuration</Link> first.
          </p>
        </Notice>
      )}
      <Loaded query={types} what="the event types" lines={8}>
        {(list) => <TestSender types={list} url={configuration.data?.webhook_url ?? null} />}
      </Loaded>
    </Page>
  );
}
