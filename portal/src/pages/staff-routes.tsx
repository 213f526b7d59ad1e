import { lazy, type ReactElement, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { Skeleton } from '../components/skeleton.tsx';
import { StaffBanner } from '../components/staff-banner.tsx';
import { ActivityPage } from './activity-page.tsx';
import { DataHandlingPage } from './data-handling-page.tsx';
import { DeliveriesPage } from './deliveries-page.tsx';
import { EventLookUpPage } from './event-look-up-page.tsx';
import { EventPage } from './event-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { ProfilePage } from './profile-page.tsx';

// Administrators never load what only staff see.
const AtsListPage = lazy(async () => ({ default: (await import('./ats-list-page.tsx')).AtsListPage }));
const OnboardPage = lazy(async () => ({ default: (await import('./onboard-page.tsx')).OnboardPage }));
const AtsRoutes = lazy(async () => ({ default: (await import('./ats-routes.tsx')).AtsRoutes }));

export function StaffRoutes(): ReactElement {
  return (
    <Suspense fallback={<Skeleton what="the page" lines={8} />}>
      <Switch>
        <Route path="/">
          <Redirect to="/ats" replace />
        </Route>
        <Route path="/ats">
          <AtsListPage />
        </Route>
        <Route path="/onboard">
          <OnboardPage />
        </Route>
        <Route path="/ats/:atsId/*?">{({ atsId }) => <AtsRoutes key={atsId} atsId={atsId} />}</Route>
        <Route path="/deliveries">
          <DeliveriesPage above={<StaffBanner />} />
        </Route>
        <Route path="/events">
          <EventLookUpPage above={<StaffBanner />} />
        </Route>
        <Route path="/events/:referenceId">
          {({ referenceId }) => (
            <EventPage key={referenceId} referenceId={referenceId} above={<StaffBanner />} />
          )}
        </Route>
        <Route path="/activity">
          <ActivityPage above={<StaffBanner />} />
        </Route>
        <Route path="/profile">
          <ProfilePage />
        </Route>
        <Route path="/data-handling">
          <DataHandlingPage />
        </Route>
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  );
}
