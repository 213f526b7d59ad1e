import { CSPProvider } from '@base-ui/react/csp-provider';
import { Toast } from '@base-ui/react/toast';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactElement, useMemo, useRef, useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import { Crash } from './components/crash.tsx';
import { Toasts } from './components/toasts.tsx';
import { SetPasswordPage } from './pages/set-password-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { SignedIn } from './pages/signed-in.tsx';
import { LastPathContext } from './state/navigation-focus.ts';
import { createQueryClient } from './state/query-client.ts';

export function App(): ReactElement {
  const [endedAt, setEndedAt] = useState<number | null>(null);
  const client = useMemo(() => createQueryClient(setEndedAt), []);
  const lastPath = useRef<string | undefined>(undefined);
  return (
    // What is shown is styled by files alone, as the page's Content-Security-Policy asks.
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={client}>
        <Toast.Provider>
          <Tooltip.Provider>
            <LastPathContext value={lastPath}>
              <Router base="/portal">
                <Crash>
                  <Switch>
                    <Route path="/sign-in">
                      <SignInPage />
                    </Route>
                    <Route path="/set-password">
                      <SetPasswordPage />
                    </Route>
                    <Route>
                      <SignedIn endedAt={endedAt} />
                    </Route>
                  </Switch>
                </Crash>
              </Router>
            </LastPathContext>
            <Toasts />
          </Tooltip.Provider>
        </Toast.Provider>
      </QueryClientProvider>
    </CSPProvider>
  );
}
