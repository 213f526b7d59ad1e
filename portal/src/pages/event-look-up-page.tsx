import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Page } from '../components/page.tsx';
import { TextField } from '../components/text-field.tsx';
import { useScope } from '../state/scope.ts';

export function EventLookUpPage({ above }: { above?: ReactNode }): ReactElement {
  const { home } = useScope();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState('');
  const referenceId = typed.trim();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (referenceId) navigate(`${home}/events/${encodeURIComponent(referenceId)}`);
  }

  return (
    <Page
      title="Event Timeline"
      above={above}
      lead="One reference id, the whole story: how it came in, what the AI made of it, every attempt to deliver it, and what comes next."
    >
      <Card title="Look up a reference id">
        <form className="form" onSubmit={submit}>
          <TextField
            label="Reference id"
            name="reference_id"
            mono
            required
            autoComplete="off"
            spellCheck={false}
            maxLength={128}
            value={typed}
            onChange={setTyped}
            hint="It is in the 202 answer, in the webhook's reference_id, and in its X-Carv-Causation-ID header."
          />
          <Button kind="primary" type="submit" icon="search">
            Show timeline
          </Button>
        </form>
      </Card>
    </Page>
  );
}
