import type { ReactElement } from 'react';
import { Redirect, useSearchParams } from 'wouter';
import { useSession } from '../api/use-session.ts';
import { Page } from '../components/page.tsx';
import { SignInForm } from '../components/sign-in-form.tsx';
import { ownPath } from '../format/own-path.ts';

export function SignInPage(): ReactElement {
  const [params] = useSearchParams();
  const session = useSession();
  const to = ownPath(params.get('to'));
  if (session.data) return <Redirect to={to} replace />;
  return (
    <main className="alone">
      <p className="brand brand-large">
        CarvOS <span>portal</span>
      </p>
      <Page title="Sign in">
        <SignInForm />
      </Page>
    </main>
  );
}
