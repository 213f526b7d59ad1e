import type { ReactElement } from 'react';
import { Redirect, useLocation, useSearch } from 'wouter';
import type { SessionAnswer } from '../../../functions/shared/portal/schemas/session.ts';
import { useSession } from '../api/use-session.ts';
import { ErrorPanel } from '../components/error-panel.tsx';
import { Layout } from '../components/layout.tsx';
import { SessionEndedDialog } from '../components/session-ended-dialog.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useOtherTabs } from '../state/other-tabs.ts';
import { ScopeContext } from '../state/scope.ts';
import { AdministratorRoutes } from './administrator-routes.tsx';
import { StaffRoutes } from './staff-routes.tsx';

interface Props {
  /** Which session has ended while the page was open, by when it was learnt of; null for none. */
  endedAt: number | null;
}

/** Everything that only those see who have signed in. */
export function SignedIn({ endedAt }: Props): ReactElement {
  const session = useSession();
  const [path] = useLocation();
  const search = useSearch();
  if (session.data) {
    return (
      <>
        {/* For somebody else it begins anew, with nothing left of what was typed. */}
        <Signed key={session.data.email} session={session.data} />
        <SessionEndedDialog open={endedAt === session.dataUpdatedAt} email={session.data.email} />
      </>
    );
  }
  if (session.data === null) {
    const to = path + (search && `?${search}`);
    return <Redirect to={to === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ to })}`} replace />;
  }
  return (
    <main className="alone">
      {session.error ? (
        <>
          <h1>CarvOS portal</h1>
          <ErrorPanel
            error={session.error}
            what="the portal"
            busy={session.isFetching}
            retry={() => void session.refetch()}
          />
        </>
      ) : (
        <Skeleton what="the portal" lines={6} />
      )}
    </main>
  );
}

function Signed({ session }: { session: SessionAnswer }): ReactElement {
  useOtherTabs(session.email);
  const atsId = session.role === 'staff' ? null : session.ats_id;
  return (
    <ScopeContext value={{ atsId, staff: session.role === 'staff', home: '' }}>
      <Layout session={session}>
        {session.role === 'staff' ? <StaffRoutes /> : <AdministratorRoutes atsId={session.ats_id ?? ''} />}
      </Layout>
    </ScopeContext>
  );
}
