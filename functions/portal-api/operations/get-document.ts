import { Type } from 'typebox';
import type { Route } from '../../shared/http/route.ts';
import { portalApiDocument } from '../../shared/openapi/portal-api-document.ts';
import type { DescribedPortalOperation } from '../../shared/portal/portal-operation.ts';
import { operation } from '../operation.ts';

/** Answers with the API's own document, of the routes that `routes` resolves to when somebody first asks; it is then kept as it goes out. */
export function getDocument(routes: () => readonly Route<DescribedPortalOperation>[]) {
  let bytes: Buffer | undefined;
  return operation({
    operationId: 'getPortalApiDocument',
    who: 'anyone',
    summary: 'This document',
    answer: Type.Unsafe<null>({ type: 'object', description: 'OpenAPI 3.1.' }),
    handle() {
      bytes ??= Buffer.from(JSON.stringify(portalApiDocument(routes())));
      return { body: null, content: { type: 'application/json', bytes } };
    },
  });
}
