import { type Static, Type } from 'typebox';
import { MAX_EMAIL_LENGTH } from '../../core/limits.ts';
import { EMAIL_ADDRESS } from '../../core/portal/email-address.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../core/portal/person.ts';
import { answer, oneOf, orNull, request, text, time } from './shapes.ts';

export const emailSchema = Type.String({
  minLength: 3,
  maxLength: MAX_EMAIL_LENGTH,
  pattern: EMAIL_ADDRESS,
  description: 'An e-mail address.',
});

const password = (minLength: number) =>
  Type.String({ minLength, maxLength: MAX_PASSWORD_LENGTH, wellFormed: true });

export const signInRequest = request({ email: emailSchema, password: password(1) });

export const sessionAnswer = answer(
  {
    email: text('Who has signed in.'),
    role: oneOf(['administrator', 'staff'], 'What they may do.'),
    ats_id: orNull(text('The ATS that they administer; null for staff.')),
    last_sign_in_at: orNull(time('When they last signed in.')),
    expires_at: time('When the session ends by itself.'),
  },
  'Who is signed in.',
);
export type SessionAnswer = Static<typeof sessionAnswer>;

export const signedOutAnswer = answer({ signed_out: Type.Literal(true) }, 'Nobody is signed in any more.');

export const passwordMailAnswer = answer(
  { email: text('Where the mail goes.') },
  'A mail with a link for setting a new password is on its way.',
);

export const setPasswordRequest = request({
  code: Type.String({ minLength: 1, maxLength: 2048, description: "The link's code." }),
  password: password(MIN_PASSWORD_LENGTH),
});

export const passwordSetAnswer = answer(
  { email: text('Whose password was set; they can sign in with it now.') },
  'The password is set, and every session that was under way has ended.',
);
