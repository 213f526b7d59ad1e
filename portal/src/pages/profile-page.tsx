import { type ReactElement, useState } from 'react';
import type { Static } from 'typebox';
import type { passwordMailAnswer } from '../../../functions/shared/portal/schemas/session.ts';
import { request } from '../api/request.ts';
import { useSession } from '../api/use-session.ts';
import { Card } from '../components/card.tsx';
import { ConfirmAction } from '../components/confirm-action.tsx';
import { Facts } from '../components/facts.tsx';
import { Moment } from '../components/moment.tsx';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';

export function ProfilePage(): ReactElement {
  const session = useSession().data;
  const [mailedTo, setMailedTo] = useState<string | null>(null);
  return (
    <Page title="Profile">
      <Card title="Account">
        <Facts
          facts={{
            'E-mail': session?.email,
            Role: session?.role === 'staff' ? 'Carv staff' : 'ATS administrator',
            'Last sign-in': session?.last_sign_in_at ? <Moment iso={session.last_sign_in_at} age /> : null,
            'Session ends': session ? <Moment iso={session.expires_at} age /> : null,
          }}
        />
      </Card>
      <Card title="Password" lead="A new password is set by a link that comes by mail.">
        <div role="status">
          {mailedTo !== null && (
            <Notice tone="good" title="Mail sent">
              <p>
                A link for setting a new password is on its way to <strong>{mailedTo}</strong>.
              </p>
            </Notice>
          )}
        </div>
        <div className="actions">
          <ConfirmAction
            label="Reset Password"
            title="Reset your password?"
            confirmLabel="Send mail"
            action={() => request<Static<typeof passwordMailAnswer>>('POST', '/password-mails')}
            onDone={({ email }) => setMailedTo(email)}
          >
            <p>
              A mail with a link is sent to <strong>{session?.email}</strong>. Your password counts until you
              set a new one; then every session ends, this one too.
            </p>
          </ConfirmAction>
        </div>
      </Card>
    </Page>
  );
}
