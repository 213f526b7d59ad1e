import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../core/errors.ts';
import type { JsonValue } from '../core/json/json-value.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { keepBodyUnread } from './keep-body-unread.ts';
import { RequestAbortedError } from './read-body.ts';
import { type Answer, respond } from './respond.ts';

/** A function's entry point, for functions-framework and for Node's own server alike. */
export type HttpHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpHandlerDeps {
  ids: Ids;
  log: Logger;
}

/**
 * Makes an entry point of `handle`, which returns an answer or throws. Every failure ends as `{"detail": …}`; an unforeseen
 * one as a 500 that names a reference, which stands in the log beside its cause.
 */
export function createHttpHandler(
  { ids, log }: HttpHandlerDeps,
  handle: (request: IncomingMessage) => Promise<Answer>,
): HttpHandler {
  keepBodyUnread();
  const answerError = (error: GatewayError): Answer => {
    if (error.status < 500) {
      log.info('request.refused', { code: error.code, statusCode: error.status });
      return errorAnswer(error);
    }
    const reference = ids.uniqueId();
    log.error('request.failed', { reference, code: error.code, statusCode: error.status, error });
    return {
      ...errorAnswer(error),
      body: { detail: `${error.detail}. If it goes on, quote ${reference} to Carv` },
    };
  };
  const run: HttpHandler = async (request, response) => {
    try {
      respond(response, await handle(request));
    } catch (error) {
      if (error instanceof RequestAbortedError) {
        log.info('request.aborted');
        response.destroy();
      } else {
        const known = error instanceof GatewayError ? error : new GatewayError('internal', { cause: error });
        respond(response, answerError(known));
      }
    }
  };
  return (request, response) => log.scope(() => run(request, response));
}

function errorAnswer({ status, detail, headers }: GatewayError): Answer {
  return { status, body: { detail: detail as JsonValue }, headers };
}
