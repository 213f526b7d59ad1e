import { type FormEvent, type ReactElement, useState } from 'react';
import { issueFor } from '../api/issue-for.ts';
import { useSignIn } from '../api/use-sign-in.ts';
import { describeError } from '../format/describe-error.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { PasswordField } from './password-field.tsx';
import { TextField } from './text-field.tsx';

/** Where it goes on is for the page to say: it learns of the session. */
export function SignInForm({ email: known = '' }: { email?: string }): ReactElement {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const { mutate, isPending, error } = useSignIn();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isPending) mutate({ email, password });
  }

  return (
    <form className="form" onSubmit={submit}>
      {error && (
        <Notice tone="bad" alert>
          <p>{describeError(error)}</p>
        </Notice>
      )}
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={setEmail}
        error={issueFor(error, 'email')}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        error={issueFor(error, 'password')}
      />
      <Button kind="primary" type="submit" busy={isPending}>
        Sign in
      </Button>
      <p className="muted">Trouble signing in? Contact Carv.</p>
    </form>
  );
}
