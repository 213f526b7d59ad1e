import type { SendFailure } from '../../ports/http-sender.ts';

const BY_CODE: Record<string, SendFailure> = {
  ETIMEDOUT: 'timeout',
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  EPRIVATEADDRESS: 'private_address',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  ERR_HTTP_CONTENT_LENGTH_MISMATCH: 'connection_lost',
  EPROTO: 'tls',
  ERR_INVALID_URL: 'invalid_url',
  ERR_UNSUPPORTED_PROTOCOL: 'invalid_url',
};

const REASONS: Record<SendFailure, string> = {
  timeout: 'The endpoint did not answer in time: acknowledge first, work later',
  name_not_found: 'The host name was not found: check its spelling and its public DNS record',
  private_address:
    'The host has an address that is not reachable from the public Internet, and is not sent to',
  connection_refused: 'The connection was refused: check the port, and that the firewall lets CarvOS in',
  connection_lost:
    'The connection was lost before the answer was complete: check what the server logged at that time',
  bad_answer: 'The answer is not valid HTTP, or its headers are too large',
  tls: 'The TLS connection failed: check the certificate, its chain and the TLS version',
  invalid_url: 'The webhook URL is not valid',
  other: 'The request failed',
};

/** Sorts what a failed request threw into the causes a customer can act on. */
export function classifySendError(error: unknown): { failure: SendFailure; reason: string } {
  const code = errorCode(error);
  const failure = BY_CODE[code] ?? byKind(code);
  return { failure, reason: REASONS[failure] };
}

/** The code of the innermost cause that has one: got wraps what Node threw. */
export function errorCode(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (cause !== undefined) {
    const inner = errorCode(cause);
    if (inner !== '') return inner;
  }
  return typeof code === 'string' ? code : '';
}

function byKind(code: string): SendFailure {
  // What Node's HTTP parser says.
  if (code.startsWith('HPE_')) return 'bad_answer';
  return isTlsCode(code) ? 'tls' : 'other';
}

function isTlsCode(code: string): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/.test(code);
}
