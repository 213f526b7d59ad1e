import { useMutation } from '@tanstack/react-query';
import { type ReactElement, useRef, useState } from 'react';
import type { PreviewAnswer, SentAnswer } from '../../../functions/shared/portal/schemas/sandbox.ts';
import { request } from '../api/request.ts';
import type { EventType } from '../api/use-event-types.ts';
import { useRefreshDeliveries } from '../api/use-resend.ts';
import { describeError } from '../format/describe-error.ts';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { CodeBlock } from './code-block.tsx';
import { ConfirmAction } from './confirm-action.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import { SelectField } from './select-field.tsx';
import { TestResult } from './test-result.tsx';

interface Props {
  types: readonly EventType[];
  url: string | null;
}

/** Choose, look at it if wanted, send. What was looked at is what is sent. */
export function TestSender({ types, url }: Props): ReactElement {
  const [event, setEvent] = useState(types[0]?.event ?? '');
  const [sent, setSent] = useState<SentAnswer | null>(null);
  const result = useRef<HTMLDivElement>(null);
  const refresh = useRefreshDeliveries();
  const preview = useMutation({
    mutationFn: () => request<PreviewAnswer>('POST', '/sandbox/previews', { body: { event } }),
  });
  const shown = preview.data;

  function choose(next: string): void {
    setEvent(next);
    preview.reset();
  }

  return (
    <>
      <Card title="Event">
        <SelectField
          label="Event type"
          value={event}
          onChange={choose}
          options={types.map((type) => [type.event, type.event])}
          hint={types.find((type) => type.event === event)?.about}
        />
        <div className="actions">
          <Button busy={preview.isPending} onClick={() => preview.mutate()}>
            {shown ? 'Preview another' : 'Preview'}
          </Button>
          <ConfirmAction
            kind="primary"
            icon="send"
            label="Send test"
            title={`Send ${event}?`}
            confirmLabel="Send"
            focusAfter={() => result.current?.querySelector('h2') ?? null}
            action={() =>
              request<SentAnswer>('POST', '/sandbox/sends', {
                body: shown ? { preview_id: shown.preview_id } : { event },
              })
            }
            onDone={(answer) => {
              setSent(answer);
              preview.reset();
              refresh();
            }}
          >
            <p>
              A test with synthetic data is sent now to{' '}
              {url === null ? 'your webhook URL' : <code className="break">{url}</code>}.
              {shown && ' It is exactly the JSON of the preview.'}
            </p>
          </ConfirmAction>
        </div>
        {preview.error && (
          <Notice tone="bad" alert title="No preview">
            <p>{describeError(preview.error)}</p>
          </Notice>
        )}
        {shown && (
          <CodeBlock
            title="Preview"
            text={shown.body}
            json
            note={
              <p className="hint">
                {shown.note} Laid out here for reading; Copy gives exactly what is sent. It can be sent until{' '}
                <Moment iso={shown.expires_at} />.
              </p>
            }
          />
        )}
      </Card>
      <div ref={result}>{sent && <TestResult sent={sent} />}</div>
    </>
  );
}
