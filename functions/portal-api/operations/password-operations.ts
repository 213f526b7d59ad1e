import type { PortalSession } from '../../shared/core/portal/person.ts';
import { validationError } from '../../shared/core/validation-error.ts';
import {
  passwordMailAnswer,
  passwordSetAnswer,
  setPasswordRequest,
} from '../../shared/portal/schemas/session.ts';
import { request } from '../../shared/portal/schemas/shapes.ts';
import { operation } from '../operation.ts';

const NOT_VALID = 'This link is not valid: it was used already, or its time is over. Ask for a new one';

const sendMail = operation({
  operationId: 'sendPasswordMail',
  who: 'signed-in',
  summary: 'Have a link for setting a new password sent by mail',
  body: request({}),
  status: 202,
  answer: passwordMailAnswer,
  async handle({ portalIdentity }, { session }) {
    const { email } = (session as PortalSession).person;
    await portalIdentity.sendPasswordMail(email);
    return { body: { email } };
  },
});

const set = operation({
  operationId: 'setPassword',
  who: 'anyone',
  summary: 'Set a password with the code of a link; every session of that person ends',
  body: setPasswordRequest,
  answer: passwordSetAnswer,
  async handle({ portalIdentity, log }, { body }) {
    const done = await portalIdentity.setPassword(body.code, body.password);
    if (done === undefined) throw validationError({ loc: ['body', 'code'], msg: NOT_VALID, type: 'code' });
    log.info('portal.password_set');
    return { body: { email: done.email } };
  },
});

export const passwordOperations = { sendMail, set };
