import type { ReactElement } from 'react';
import { Route, Switch } from 'wouter';
import { useConfiguration } from '../api/use-configuration.ts';
import { AtsNavigation } from '../components/ats-navigation.tsx';
import { StaffBanner } from '../components/staff-banner.tsx';
import { ScopeContext } from '../state/scope.ts';
import { ActivityPage } from './activity-page.tsx';
import { AtsPage } from './ats-page.tsx';
import { DeliveriesPage } from './deliveries-page.tsx';
import { EventLookUpPage } from './event-look-up-page.tsx';
import { EventPage } from './event-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';

/** What staff see of one ATS. */
export function AtsRoutes({ atsId }: { atsId: string }): ReactElement {
  const name = useConfiguration(atsId).data?.name;
  const home = `/ats/${atsId}`;
  const above = (
    <>
      <StaffBanner atsId={atsId} name={name} />
      <AtsNavigation home={home} />
    </>
  );
  return (
    <ScopeContext value={{ atsId, staff: true, home }}>
      <Switch>
        <Route path="/ats/:atsId">
          <AtsPage atsId={atsId} above={above} />
        </Route>
        <Route path="/ats/:atsId/deliveries">
          <DeliveriesPage above={above} />
        </Route>
        <Route path="/ats/:atsId/activity">
          <ActivityPage above={above} />
        </Route>
        <Route path="/ats/:atsId/events">
          <EventLookUpPage above={above} />
        </Route>
        <Route path="/ats/:atsId/events/:referenceId">
          {({ referenceId }) => <EventPage key={referenceId} referenceId={referenceId} above={above} />}
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </ScopeContext>
  );
}
