import * as accounts from './account-methods.ts';
import { linkOf, resetPassword, sendOobCode } from './oob-methods.ts';
import { createSessionCookie, signInWithPassword } from './session-methods.ts';
import { demand, ToolkitError } from './toolkit-error.ts';
import type { ToolkitState } from './toolkit-state.ts';

export interface ToolkitCall {
  method: string;
  /** With its query. */
  path: string;
  authorization: string | undefined;
  body: string;
}

export interface ToolkitAnswer {
  status: number;
  body: object;
  headers?: Record<string, string>;
}

type Method = (state: ToolkitState, body: never) => object | Promise<object>;

const FOR_ANYONE: Readonly<Record<string, Method>> = {
  '/v1/accounts:signInWithPassword': signInWithPassword,
  '/v1/accounts:resetPassword': resetPassword,
};

const FOR_OWNERS: Readonly<Record<string, Method>> = {
  '/accounts': accounts.signUp,
  '/accounts:lookup': accounts.lookup,
  '/accounts:update': accounts.update,
  '/accounts:sendOobCode': sendOobCode,
  ':createSessionCookie': createSessionCookie,
};

const KEYS_PATH = '/identitytoolkit/v3/relyingparty/publicKeys';
const KEYS_SECONDS = 3600;

/** Answers one call as Identity Toolkit does; what it refuses is an answer too. */
export async function answerCall(
  state: ToolkitState,
  apiKey: string,
  call: ToolkitCall,
): Promise<ToolkitAnswer> {
  const { pathname, searchParams } = new URL(call.path, 'http://127.0.0.1');
  const path = pathname.replace(/^\/identitytoolkit\.googleapis\.com/, '');
  try {
    if (call.method === 'GET') return await answerGet(state, path);
    const work = FOR_ANYONE[path];
    if (work) demand(searchParams.get('key') === apiKey, 'API key not valid. Please pass a valid API key.');
    const body = JSON.parse(call.body) as never;
    return { status: 200, body: await (work ?? ownersMethod(state, path, call.authorization))(state, body) };
  } catch (error) {
    const isRefusal = error instanceof ToolkitError;
    const [code, message] = isRefusal ? [error.httpStatus, error.message] : [500, 'INTERNAL'];
    return { status: code, body: { error: { code, message, errors: [{ message, reason: 'invalid' }] } } };
  }
}

function ownersMethod({ projectId }: ToolkitState, path: string, authorization = ''): Method {
  const [, project, name = ''] = /^\/v1\/projects\/([^/:]+)(.+)$/.exec(path) ?? [];
  const method = FOR_OWNERS[name];
  if (method === undefined) throw new ToolkitError('NOT_FOUND', 404);
  if (!/^Bearer ./.test(authorization)) throw new ToolkitError('UNAUTHENTICATED', 401);
  if (project !== projectId) throw new ToolkitError('PROJECT_NOT_FOUND');
  return method;
}

async function answerGet(state: ToolkitState, path: string): Promise<ToolkitAnswer> {
  if (path === KEYS_PATH) {
    const headers = { 'cache-control': `public, max-age=${KEYS_SECONDS}, must-revalidate, no-transform` };
    return { status: 200, body: await state.signer.certs(), headers };
  }
  if (path === `/emulator/v1/projects/${state.projectId}/oobCodes`) {
    const oobCodes = state.oobCodes.map((code) => ({ ...code, oobLink: linkOf(state, code) }));
    return { status: 200, body: { oobCodes } };
  }
  throw new ToolkitError('NOT_FOUND', 404);
}
