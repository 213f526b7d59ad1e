import type { ReactElement, ReactNode } from 'react';
import { useConfiguration } from '../api/use-configuration.ts';
import { ConfigurationDetails } from '../components/configuration-details.tsx';
import { InviteCard } from '../components/invite-card.tsx';
import { Loaded } from '../components/loaded.tsx';
import { Page } from '../components/page.tsx';
import { StaffSettings } from '../components/staff-settings.tsx';

/** The configuration of one ATS, as staff see and change it. */
export function AtsPage({ atsId, above }: { atsId: string; above: ReactNode }): ReactElement {
  return (
    <Page title="Configuration" above={above}>
      <Loaded query={useConfiguration(atsId)} what="the configuration" lines={14}>
        {(configuration) => (
          <>
            <ConfigurationDetails configuration={configuration} />
            <StaffSettings configuration={configuration} />
            <InviteCard atsId={atsId} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
