/** What holds between CarvOS and the AI services, in CommonMark. */
export const AI_SERVICE_DESCRIPTION = `CarvOS takes records from applicant tracking systems, has each processed by an AI service, and delivers the result. This is the contract
between the two: **what the AI service serves** (\`POST /v1/process\`), and **what CarvOS serves for it** (\`POST /internal/v1/results\` and
\`POST /internal/v1/events\`).

## Time

| what | how long |
|---|---|
| one call of \`/v1/process\`, from name look-up to the last byte of the answer | 20 s |
| calls are repeated, the wait doubling from 5 s up to 10 min | until 24 h after the event was accepted |
| a result that was promised by a 202 | 24 h after the 202 |
| an answer of CarvOS | 25 s, then a 503 |

What is given up or refused for good is told to the ATS by a webhook with \`status: "error"\`.

## Again and again

Every call may come twice. \`reference_id\` is the idempotency key of \`/v1/process\` and of \`/internal/v1/results\`, \`event_id\` that of
\`/internal/v1/events\`. Repeat a call to CarvOS after a 408, a 5xx or no answer; a 4xx other than 408 stays as it is.

## Who calls

Both sides send a Google-signed ID token as \`Authorization: Bearer …\`, made out to the URL of the service that is called. CarvOS
takes it from one configured service account. An \`ats_id\` that is not the event's is answered like an event that does not exist.

## Data

JSON in UTF-8, uncompressed. Numbers are kept as they were written: \`12345678901234567890\`, \`1.0\` and \`1e400\` are numbers that a double does not hold.
Bodies may have more fields than are listed; pass over what you do not know. To CarvOS a body has at most 832 KiB and nests at most 65 deep.
\`404\` with \`No such route\` and \`405\` come before everything else, then 413, 401, 415, 400, 422, 404, 409.
`;
