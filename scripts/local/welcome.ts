import { join, relative } from 'node:path';
import type { Demo } from './demo-file.ts';

/** What `npm start` prints once it serves: everything to paste. */
export function welcome(demo: Demo, dataDir: string): string {
  const file = join(relative('', dataDir) || '.', 'demo.json');
  return `
CarvOS is serving at ${demo.base_url}

  ATS id            ${demo.ats_id}
  API key           ${demo.api_key}
  incoming secret   ${demo.incoming_secret}
  outgoing secret   ${demo.outgoing_secret}
  portal            ${demo.portal.url}   (${demo.portal.email}, password ${demo.portal.password})
  portal as staff   ${demo.staff.email}, password ${demo.staff.password}
  inbox             ${demo.inbox_url}   (webhooks arrive here)
  API reference     ${demo.base_url}/docs   (to read and to try out)

  The same as JSON in ${file}

Push a candidate:

  curl -i ${demo.base_url}/v1/candidates \\
    -H 'X-API-Key: ${demo.api_key}' \\
    -H 'X-ATS-Client-ID: acme' -H 'X-ATS-User-ID: recruiter-1' \\
    -H 'Content-Type: application/json' \\
    -d '{"candidate_id": "c-1", "first_name": "Ada", "last_name": "Lovelace", "email": " Ada@Example.COM "}'

Stop with Ctrl+C.

`;
}
