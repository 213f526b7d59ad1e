import { ERRORS } from '../../functions/shared/core/errors.ts';

/** `docs/errors.md`, made from the closed list of errors in the code. */
export function errorsPage(): string {
  const rows = Object.entries(ERRORS)
    .toSorted(([, a], [, b]) => a.status - b.status)
    .map(([code, { status, detail }]) => `| ${status} | \`${code}\` | ${detail} |`);
  return `# Errors

<!-- Made by \`npm run docs\` from functions/shared/core/errors.ts. A test fails when it is out of date. -->

Every error is JSON of one shape: \`{"detail": …}\`. \`detail\` is a sentence, or with a 422 a list of
\`{"loc": ["body", "email"], "msg": "…", "type": "…"}\`: where, what, and a name for what that stays the same.
The words of \`detail\` may be more exact than here. A 500 or 503 also names a reference to quote to Carv.

Which error wins: REST 404 (route), 405, 413, 401, 403, 429, 415, 400, 422, 404, 409; webhooks the same without the second 404;
the portal 404 (route), 405, 413, 403 (sent by another site), 401, 403 or 404 (not theirs), 415, 400, 422, 404, 409.

| status | in logs | detail |
|---|---|---|
${rows.join('\n')}
`;
}
