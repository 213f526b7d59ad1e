/** What holds for the whole API, in CommonMark. */
export const DESCRIPTION = `CarvOS takes recruiting data from an applicant tracking system (ATS), has it processed by Carv's AI services, and delivers the result as a
signed webhook.

## How it goes

1. You push a record, by REST or by signed webhook. It is checked, stored, and answered \`202 {"reference_id": …}\` before any AI work starts.
2. The AI service processes it. \`GET\` shows the record at once, and the AI's result over it as soon as that is there.
3. You get an outgoing webhook with the same \`reference_id\`. \`GET /v1/events/{reference_id}\` tells the whole story of it.

Your **client** is a workspace of CarvOS, your **user** a member of it. Ids of clients, users and records are your own: 1 to 128 characters,
any but lone surrogates. In headers they stand as UTF-8 bytes, in paths percent-encoded.

## Your data comes back as you wrote it

Fields that are not listed here are allowed everywhere in records, kept, and passed on. Numbers are kept as they were written
(\`12345678901234567890\`, \`1.0\`, \`1e400\`): read them as JSON text where they matter, and not as doubles. Only the AI service may change known
fields, to normalise them. Answers may gain fields: pass over what you do not know.

## Errors

One shape: \`{"detail": …}\`, a sentence, or with a 422 a list of \`{"loc", "msg", "type"}\`. Where several things are wrong the first of these wins:
404 (no such route), 405, 413, 401, 403, 429, 415, 400, 422, 404 (no such record), 409; for webhooks the same without the second 404. A path
that is not listed here is a 404 \`No such route\`. Every \`GET\` also answers \`HEAD\`.

## Retries

A 408, 429, 500 or 503 may pass: send the same request again, after \`Retry-After\` seconds where it is there. No answer at all says nothing of whether
the write took effect, so make it repeatable: REST writes by an \`Idempotency-Key\` (kept 24 hours, for your ATS, the method and the path), webhooks by their
\`event_id\` (7 days). A repeat gets the first answer and is processed once, however many arrive together. Everything else that begins with a 4 stays as
it is until the request is put right.

## Lists

Lists come in pages, in the order of ids. Go on with \`?cursor=\` and the \`next_cursor\` of the page before until it is null. A cursor is opaque,
and a 422 when it is altered or used on another list.

## Rate

An ATS may send so many requests a second, and a burst of more after a while of silence, REST calls and webhooks counted apart. \`RateLimit-Policy\` and
\`RateLimit\` tell the rate and what is left of it, on every answer to a caller who has proved who they are. Above it the answer is a 429 with
\`Retry-After\`, and nothing was done. The numbers are those of the instance that answered: they guard it from overload, and are no quota.

## Sizes

A body has at most 512 KiB and nests at most 64 deep, sent as \`application/json\` in UTF-8 and uncompressed. What is stored, after merging, has at most 768 KiB.
The body of a request that takes none is read and passed over, within the same bounds.
`;
