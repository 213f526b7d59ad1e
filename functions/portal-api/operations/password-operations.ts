import type { PortalSession } from '../../shared/core/portal/person.ts';
import { sendPasswordMail, setPassword } from '../../shared/flows/set-password.ts';
import {
  passwordMailAnswer,
  passwordSetAnswer,
  setPasswordRequest,
} from '../../shared/portal/schemas/session.ts';
import { request } from '../../shared/portal/schemas/shapes.ts';
import { operation } from '../operation.ts';

const sendMail = operation({
  operationId: 'sendPasswordMail',
  who: 'signed-in',
  summary: 'Have a link for setting a new password sent by mail',
  body: request({}),
  status: 202,
  answer: passwordMailAnswer,
  errors: ['sign_in_throttled'],
  async handle(deps, { session }) {
    const { email } = (session as PortalSession).person;
    await sendPasswordMail(deps, email);
    return { body: { email } };
  },
});

const set = operation({
  operationId: 'setPassword',
  who: 'anyone',
  summary: 'Set a password with the code of a link; every session of that person ends',
  body: setPasswordRequest,
  answer: passwordSetAnswer,
  errors: ['sign_in_throttled'],
  async handle(deps, { body, network }) {
    const { email } = await setPassword(deps, { ...body, network });
    return { body: { email } };
  },
});

export const passwordOperations = { sendMail, set };
