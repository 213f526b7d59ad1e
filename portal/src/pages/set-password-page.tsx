import type { ReactElement } from 'react';
import { useState } from 'react';
import { Link } from 'wouter';
import { Notice } from '../components/notice.tsx';
import { Page } from '../components/page.tsx';
import { SetPasswordForm } from '../components/set-password-form.tsx';
import { useLinkCode } from '../state/use-link-code.ts';

export function SetPasswordPage(): ReactElement {
  const code = useLinkCode();
  const [email, setEmail] = useState<string | null>(null);
  return (
    <main className="alone">
      <p className="brand brand-large">
        CarvOS <span>portal</span>
      </p>
      <Page title="Set your password">
        {email !== null ? (
          <Notice tone="good" alert title="Your password is set">
            <p>
              You can now sign in as <strong>{email}</strong>. Sessions that were open have ended.
            </p>
            <Link href="/sign-in" className="button button-primary">
              Go to sign in
            </Link>
          </Notice>
        ) : code === null ? (
          <Notice tone="warn" title="This link has no code">
            <p>
              Open the link from your mail or invitation once more. If it has been used or has expired,
              contact Carv.
            </p>
            <Link href="/sign-in">Go to sign in</Link>
          </Notice>
        ) : (
          <SetPasswordForm code={code} onSet={setEmail} />
        )}
      </Page>
    </main>
  );
}
