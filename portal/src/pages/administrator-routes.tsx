import type { ReactElement } from 'react';
import { Route, Switch } from 'wouter';
import { ActivityPage } from './activity-page.tsx';
import { ConfigurationPage } from './configuration-page.tsx';
import { DataHandlingPage } from './data-handling-page.tsx';
import { DeliveriesPage } from './deliveries-page.tsx';
import { EventLookUpPage } from './event-look-up-page.tsx';
import { EventPage } from './event-page.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { ProfilePage } from './profile-page.tsx';
import { TestingPage } from './testing-page.tsx';

export function AdministratorRoutes({ atsId }: { atsId: string }): ReactElement {
  return (
    <Switch>
      <Route path="/">
        <ConfigurationPage atsId={atsId} />
      </Route>
      <Route path="/testing">
        <TestingPage atsId={atsId} />
      </Route>
      <Route path="/deliveries">
        <DeliveriesPage />
      </Route>
      <Route path="/events">
        <EventLookUpPage />
      </Route>
      <Route path="/events/:referenceId">
        {({ referenceId }) => <EventPage key={referenceId} referenceId={referenceId} />}
      </Route>
      <Route path="/activity">
        <ActivityPage />
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
  );
}
