import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import type { OnboardedAnswer } from '../../../functions/shared/portal/schemas/ats.ts';
import { Card } from '../components/card.tsx';
import { Moment } from '../components/moment.tsx';
import { Notice } from '../components/notice.tsx';
import { OnboardForm } from '../components/onboard-form.tsx';
import { Page } from '../components/page.tsx';
import { SecretDialog, type SecretValue } from '../components/secret-dialog.tsx';
import { StaffBanner } from '../components/staff-banner.tsx';

export function OnboardPage(): ReactElement {
  const [onboarded, setOnboarded] = useState<OnboardedAnswer | null>(null);
  const [, navigate] = useLocation();
  function close(): void {
    const atsId = onboarded?.ats_id;
    setOnboarded(null);
    if (atsId !== undefined) navigate(`/ats/${atsId}`);
  }
  return (
    <Page title="Onboard an ATS" above={<StaffBanner />}>
      <Card title="The new ATS">
        <OnboardForm onOnboarded={setOnboarded} />
      </Card>
      <SecretDialog
        title={`${onboarded?.ats_id ?? 'The ATS'} is onboarded`}
        secrets={onboarded && secretsOf(onboarded)}
        onClose={close}
        copyAll
      >
        <Notice tone="warn" title="Store them now">
          <p>They are shown once and cannot be retrieved here later. Pass them on by a way that is safe.</p>
        </Notice>
        {onboarded?.invitation_problem && (
          <Notice tone="bad" title="The administrator was not invited">
            <p>{onboarded.invitation_problem}</p>
          </Notice>
        )}
      </SecretDialog>
    </Page>
  );
}

function secretsOf({
  api_key,
  incoming_secret,
  outgoing_secret,
  invitation,
}: OnboardedAnswer): SecretValue[] {
  const secrets: SecretValue[] = [
    { label: 'API key', value: api_key },
    { label: 'Incoming secret', value: incoming_secret, hint: 'Signs what the ATS sends to CarvOS.' },
    { label: 'Outgoing secret', value: outgoing_secret, hint: 'Signs what CarvOS sends to the ATS.' },
  ];
  if (invitation?.url && invitation.expires_at) {
    const hint = (
      <>
        For {invitation.email}, until <Moment iso={invitation.expires_at} />. Whoever has this link can set
        the password.
      </>
    );
    secrets.push({ label: 'Invitation link', value: invitation.url, hint });
  }
  return secrets;
}
