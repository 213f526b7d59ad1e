import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { OnboardedAnswer, OnboardRequest } from '../../../functions/shared/portal/schemas/ats.ts';
import { isAboutFields, issueFor } from '../api/issue-for.ts';
import { request } from '../api/request.ts';
import { atsIdProblem } from '../format/ats-id-problem.ts';
import { describeError } from '../format/describe-error.ts';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { Notice } from './notice.tsx';
import { SelectField } from './select-field.tsx';
import { TextField } from './text-field.tsx';

const EMPTY = { ats_id: '', name: '', webhook_url: '', policy: 'auto', administrator_email: '' };
const POLICIES = [
  ['auto', 'auto'],
  ['strict', 'strict'],
] as const;

export function OnboardForm({
  onOnboarded,
}: {
  onOnboarded: (answer: OnboardedAnswer) => void;
}): ReactElement {
  const [fields, setFields] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const client = useQueryClient();
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: (body: OnboardRequest) => request<OnboardedAnswer>('POST', '/ats', { body }),
  });
  const set = (name: keyof typeof EMPTY) => (value: string) => setFields({ ...fields, [name]: value });
  const idProblem = tried || fields.ats_id !== '' ? atsIdProblem(fields.ats_id) : undefined;
  const missing = (name: keyof typeof EMPTY): string | undefined =>
    tried && fields[name].trim() === '' ? 'Fill this in.' : issueFor(error, name);

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    const { ats_id, name, webhook_url, policy, administrator_email } = fields;
    if (atsIdProblem(ats_id) || !name.trim() || !administrator_email.trim() || isPending) return;
    const body: OnboardRequest = {
      ats_id,
      name,
      webhook_url: webhook_url.trim() || null,
      policy: policy === 'strict' ? 'strict' : 'auto',
      administrator_email: administrator_email.trim(),
    };
    mutate(body, {
      onSuccess: (answer) => {
        reset();
        setFields(EMPTY);
        setTried(false);
        onOnboarded(answer);
        void client.invalidateQueries({ queryKey: ['ats-list'] });
        void client.invalidateQueries({ queryKey: ['activity'] });
      },
    });
  }

  return (
    <form className="form" onSubmit={submit} noValidate>
      {error && !isAboutFields(error, Object.keys(EMPTY)) && (
        <Notice tone="bad" alert title="Not onboarded">
          <p>{describeError(error)}</p>
        </Notice>
      )}
      <TextField
        label="ATS ID"
        name="ats_id"
        mono
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="none"
        value={fields.ats_id}
        onChange={set('ats_id')}
        hint="3 to 40 of a-z, 0-9 and -. It cannot be changed later."
        error={idProblem ?? issueFor(error, 'ats_id')}
      />
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        value={fields.name}
        onChange={set('name')}
        error={missing('name')}
      />
      <TextField
        label="Webhook URL (optional)"
        name="webhook_url"
        type="url"
        mono
        autoComplete="off"
        placeholder="https://"
        value={fields.webhook_url}
        onChange={set('webhook_url')}
        error={issueFor(error, 'webhook_url')}
      />
      <SelectField
        label="Workspace policy"
        value={fields.policy}
        onChange={set('policy')}
        options={POLICIES}
        hint={
          fields.policy === 'strict'
            ? 'strict: a client must be provisioned before its first event.'
            : 'auto: the first event for an unknown client provisions its workspace.'
        }
      />
      <TextField
        label="Administrator's e-mail"
        name="administrator_email"
        type="email"
        autoComplete="off"
        value={fields.administrator_email}
        onChange={set('administrator_email')}
        error={missing('administrator_email')}
      />
      <Button kind="primary" type="submit" busy={isPending}>
        Onboard
      </Button>
      {/* What comes back is shown once: it must find its page. */}
      <Modal open={isPending} title="Onboarding" held onClose={() => undefined} footer={null}>
        <p>
          <strong>{fields.name}</strong> is being onboarded. Stay on this page: its key and secrets are shown
          next.
        </p>
      </Modal>
    </form>
  );
}
