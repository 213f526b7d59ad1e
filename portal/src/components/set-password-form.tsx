import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Static } from 'typebox';
import type { passwordSetAnswer } from '../../../functions/shared/portal/schemas/session.ts';
import { issueFor } from '../api/issue-for.ts';
import { request } from '../api/request.ts';
import { describeError } from '../format/describe-error.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { PasswordField } from './password-field.tsx';

const MIN_LENGTH = 12;

export function SetPasswordForm({
  code,
  onSet,
}: {
  code: string;
  onSet: (email: string) => void;
}): ReactElement {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const { mutate, isPending, error } = useMutation({
    meta: { signsIn: true },
    mutationFn: () =>
      request<Static<typeof passwordSetAnswer>>('POST', '/passwords', { body: { code, password } }),
  });
  const tooShort = [...password].length < MIN_LENGTH;
  const differs = again !== password;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (!tooShort && !differs && !isPending) mutate(undefined, { onSuccess: ({ email }) => onSet(email) });
  }

  return (
    <form className="form" onSubmit={submit} noValidate>
      {error && (
        <Notice tone="bad" alert>
          <p>{describeError(error)}</p>
        </Notice>
      )}
      <PasswordField
        label="New password"
        name="password"
        autoComplete="new-password"
        hint={tried && tooShort ? undefined : `At least ${MIN_LENGTH} characters.`}
        value={password}
        onChange={setPassword}
        error={tried && tooShort ? `Use at least ${MIN_LENGTH} characters.` : issueFor(error, 'password')}
      />
      <PasswordField
        label="New password, again"
        name="password-again"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
        error={tried && differs ? 'The two are not the same.' : undefined}
      />
      <Button kind="primary" type="submit" busy={isPending}>
        Set password
      </Button>
    </form>
  );
}
