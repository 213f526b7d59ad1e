import { type FormEvent, type ReactElement, useRef, useState } from 'react';
import type { ConfigurationAnswer, EditRequest } from '../../../functions/shared/portal/schemas/ats.ts';
import { hasStatus } from '../api/api-error.ts';
import { isAboutFields, issueFor } from '../api/issue-for.ts';
import { useConfiguration, useEditConfiguration } from '../api/use-configuration.ts';
import { describeError } from '../format/describe-error.ts';
import { headingOf } from '../state/heading-of.ts';
import { useSay } from '../state/use-say.ts';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { Notice } from './notice.tsx';
import { StaleEdit } from './stale-edit.tsx';
import { TextField } from './text-field.tsx';

interface Draft {
  /** What it was when typing began: an edit names its version, so that it overwrites nothing that was not seen. */
  base: ConfigurationAnswer;
  name: string;
  url: string;
}

export function EditConfiguration({
  configuration: shown,
}: {
  configuration: ConfigurationAnswer;
}): ReactElement {
  // The page learns of what was saved a moment later: by what it shows, that would look as if somebody else had saved it.
  const configuration = useConfiguration(shown.ats_id).data ?? shown;
  const [draft, setDraft] = useState<Draft | null>(null);
  const { mutate, reset, isPending, error } = useEditConfiguration(configuration.ats_id);
  const say = useSay();
  const form = useRef<HTMLFormElement>(null);
  const base = draft?.base ?? configuration;
  const { name, url } = draft ?? { name: base.name, url: base.webhook_url ?? '' };
  const named = name !== base.name;
  const moved = url !== (base.webhook_url ?? '');
  const changed = named || moved;
  const overtaken = configuration.name !== base.name || configuration.webhook_url !== base.webhook_url;
  const stale = hasStatus(error, 409) || (changed && overtaken);

  function save(over: ConfigurationAnswer): void {
    // A field that was not touched stays as somebody else has made it.
    const body: EditRequest = { version: over.version };
    if (named && name !== over.name) body.name = name;
    if (moved && url !== (over.webhook_url ?? '')) body.webhook_url = url === '' ? null : url;
    const onSuccess = (saved: ConfigurationAnswer): void => {
      // What was typed while it was being saved goes on from there.
      setDraft((now) => (now === null || now === draft ? null : { ...now, base: saved }));
      say('Configuration saved');
      focusHeading();
    };
    const onError = (error: Error): void => {
      if (hasStatus(error, 409)) focusHeading();
    };
    if (Object.keys(body).length > 1) mutate(body, { onSuccess, onError });
    else discard();
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    // What else has a version of its own, such as a rotated secret, does not stand in the way of these fields.
    if (changed && !isPending && !stale) save(configuration);
  }

  function discard(): void {
    setDraft(null);
    reset();
    focusHeading();
  }

  /** The button that was used goes away, or can do no more. */
  function focusHeading(): void {
    headingOf(form.current)?.focus();
  }

  return (
    <Card title="Edit Configuration">
      <form className="form" ref={form} onSubmit={submit} noValidate>
        {error && !hasStatus(error, 409) && !isAboutFields(error, ['name', 'webhook_url']) && (
          <Notice tone="bad" alert title="Not saved">
            <p>{describeError(error)}</p>
          </Notice>
        )}
        <TextField
          label="Name"
          name="name"
          autoComplete="off"
          value={name}
          onChange={(value) => setDraft({ base, url, name: value })}
          error={issueFor(error, 'name')}
        />
        <TextField
          label="Webhook URL"
          name="webhook_url"
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          mono
          placeholder="https://"
          hint="HTTPS, at a publicly routable address. Left empty, webhooks cannot be delivered."
          value={url}
          onChange={(value) => setDraft({ base, name, url: value })}
          error={issueFor(error, 'webhook_url')}
        />
        {stale ? (
          <StaleEdit
            rows={[
              { label: 'Name', now: configuration.name, yours: named ? name : null },
              { label: 'Webhook URL', now: configuration.webhook_url ?? '', yours: moved ? url : null },
            ]}
            busy={isPending}
            onSaveAnyway={() => save(configuration)}
            onDiscard={discard}
          />
        ) : (
          <div className="actions">
            <Button kind="primary" type="submit" disabled={!changed} busy={isPending}>
              Save Changes
            </Button>
            {changed && (
              <Button kind="quiet" onClick={discard}>
                Discard
              </Button>
            )}
          </div>
        )}
      </form>
    </Card>
  );
}
