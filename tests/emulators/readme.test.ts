import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { isReferenceId } from '../../functions/shared/core/reference-id.ts';
import { runScript } from '../support/child-server.ts';
import { readDemo, readInbox, waitFor } from '../support/demo-server.ts';
import { has } from '../support/has-command.ts';
import { readmeBlock } from '../support/readme-block.ts';
import { dataDir, suiteEnv } from './support/open-ats.ts';

const run = promisify(execFile);

describe('what the README says of npm start, on the emulators', () => {
  const paste = async (text: string) => (await run('bash', ['-c', text], { cwd: dirname(dataDir()) })).stdout;
  const inboxOf = (referenceId: string, count: number) =>
    waitFor(
      async () =>
        (await readInbox(readDemo(dataDir()))).filter(({ reference_id }) => reference_id === referenceId),
      (entries) => entries.length >= count,
    );

  has('curl')(
    'curl pushes a candidate: 202, three verified webhooks in the inbox, and it can be read back',
    async () => {
      const answer = await paste(readmeBlock('**Push a candidate by REST:**'));
      expect(answer).toMatch(/^HTTP\/1\.1 202 /);
      const { reference_id } = JSON.parse(answer.slice(answer.indexOf('{')));
      expect(isReferenceId(reference_id)).toBe(true);
      const told = await inboxOf(reference_id, 3);
      expect(told.every(({ verified }) => verified)).toBe(true);
      expect(JSON.parse(await paste(readmeBlock('**Read it back**')))).toMatchObject({
        email: 'ada@example.com',
      });
    },
  );

  has('python3')(
    'the Python signer pushes a webhook, and the Python verifier finds everything genuine',
    async () => {
      const { reference_id } = JSON.parse(await paste(readmeBlock('standard library:')));
      await inboxOf(reference_id, 1);
      const lines = (await paste(readmeBlock('**Verify what was delivered**'))).trim().split('\n');
      expect(lines).toContain(`verified candidate.created ${reference_id}`);
      expect(lines.filter((line) => !line.startsWith('verified '))).toEqual([]);
    },
  );

  test('npm run ats finds the suite by the variables that it has written', async () => {
    const listed = await runScript(['scripts/ats.ts', 'show', 'demo'], suiteEnv());
    expect([listed.code, listed.stderr]).toEqual([0, '']);
    expect(JSON.parse(listed.stdout)).toMatchObject({
      ats_id: 'demo',
      webhook_url: readDemo(dataDir()).inbox_url,
    });
  });
});
