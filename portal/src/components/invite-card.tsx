import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { InvitationAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { isAboutFields, issueFor } from '../api/issue-for.ts';
import { request } from '../api/request.ts';
import { describeError } from '../format/describe-error.ts';
import { apiPath } from '../state/scope.ts';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { Moment } from './moment.tsx';
import { Notice } from './notice.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { TextField } from './text-field.tsx';

export function InviteCard({ atsId }: { atsId: string }): ReactElement {
  const [email, setEmail] = useState('');
  const [invitation, setInvitation] = useState<InvitationAnswer | null>(null);
  const client = useQueryClient();
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () =>
      request<InvitationAnswer>('POST', apiPath({ atsId }, '/invitations'), {
        body: { email: email.trim() },
      }),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isPending) return;
    mutate(undefined, {
      onSuccess: (answer) => {
        reset();
        setEmail('');
        setInvitation(answer);
        void client.invalidateQueries({ queryKey: ['activity'] });
      },
    });
  }

  return (
    <Card title="Invite an Administrator" lead="They set their password by a link that you pass on.">
      <form className="form" onSubmit={submit}>
        {error && !isAboutFields(error, ['email']) && (
          <Notice tone="bad" alert title="Not invited">
            <p>{describeError(error)}</p>
          </Notice>
        )}
        <TextField
          label="Administrator's e-mail"
          name="email"
          type="email"
          required
          autoComplete="off"
          value={email}
          onChange={setEmail}
          error={issueFor(error, 'email')}
        />
        <Button type="submit" busy={isPending}>
          Invite
        </Button>
      </form>
      {invitation && !invitation.url && (
        <Notice tone="good" title="A link was sent by mail">
          <p>
            <strong>{invitation.email}</strong> has a password already. A link for a new one is on its way to
            that address, and to nobody else.
          </p>
        </Notice>
      )}
      <SecretDialog
        title="Invitation link"
        secrets={invitation?.url ? [{ label: 'Invitation link', value: invitation.url }] : null}
        onClose={() => setInvitation(null)}
      >
        {invitation?.expires_at && (
          <Notice tone="warn" title="This link is shown once">
            <p>
              For <strong>{invitation.email}</strong>, until <Moment iso={invitation.expires_at} />. Whoever
              has it can set the password: pass it on by a way that is safe.
            </p>
          </Notice>
        )}
      </SecretDialog>
    </Card>
  );
}
