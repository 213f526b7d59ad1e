import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyWebhook } from '../functions/shared/core/signature/verify-webhook.ts';
import { type ChildServer, runScript, startChild } from './support/child-server.ts';
import { type DemoServer, pushCandidate, startDemoServer, waitFor } from './support/demo-server.ts';
import { has } from './support/has-command.ts';
import { tempDir } from './support/temp-dir.ts';

const GUIDE = readFileSync('docs/integrate.md', 'utf8');
const START_MS = 30_000;

/** The block after these words, exactly as somebody would paste it. */
function block(after: string): string {
  const found = /```\w+\n([\s\S]*?)```/.exec(GUIDE.slice(GUIDE.indexOf(after)));
  if (!GUIDE.includes(after) || found?.[1] === undefined) throw new Error(`no block after "${after}"`);
  return found[1];
}

/** Writes the files that the guide shows, `name.mjs` and `name.py`. */
function writeFiles(dir: string): string[] {
  const names = [...GUIDE.matchAll(/\*\*(?:Node|Python)\*\*, `([\w-]+\.(?:mjs|py))`:/g)].map(([, name]) =>
    String(name),
  );
  for (const name of names) writeFileSync(join(dir, name), block(`\`${name}\`:`));
  return names;
}

const run = promisify(execFile);

test('shows a signature, a receiver and a sender in Node and in Python', () => {
  const dir = tempDir();
  expect(writeFiles(dir.path).toSorted()).toEqual(
    ['push', 'receiver']
      .flatMap((name) => [`${name}.mjs`, `${name}.py`])
      .concat('webhook-signature.mjs', 'webhook_signature.py')
      .toSorted(),
  );
  dir.remove();
});

interface Language {
  receiver: [command: string, file: string];
  push: [command: string, file: string];
  /** What the push is told of as. */
  event: string;
  test: ReturnType<typeof has>;
}

const LANGUAGES: Record<string, Language> = {
  Node: {
    receiver: [process.execPath, 'receiver.mjs'],
    push: [process.execPath, 'push.mjs'],
    event: 'candidate.updated',
    test,
  },
  Python: {
    receiver: ['python3', 'receiver.py'],
    push: ['python3', 'push.py'],
    event: 'vacancy.created',
    test: has('python3'),
  },
};

describe.each(Object.entries(LANGUAGES))('the guide, pasted, in %s', (name, language) => {
  const dir = tempDir();
  const dataDir = join(dir.path, '.carvos');
  let server: DemoServer;
  beforeAll(async () => {
    mkdirSync(dataDir);
    writeFiles(dir.path);
    server = await startDemoServer(dataDir);
  }, START_MS);
  afterAll(async () => {
    await server.end();
    dir.remove();
  });

  language.test(
    `from the key to the first webhook (${name})`,
    async () => {
      const variables = block('## 1. What you have').replaceAll('export ', '');
      const paste = (text: string) =>
        execFileSync('bash', ['-c', `set -a; ${variables}\n${text}`], { cwd: dir.path, encoding: 'utf8' });
      const env = Object.fromEntries(
        paste('env')
          .split('\n')
          .filter((line) => line.startsWith('CARVOS_'))
          .map((line) => line.split('=', 2)),
      );
      /** Runs a command of the guide, which has to come to a good end, and returns what it prints. */
      const ats = async (line: string) => {
        const prefix = 'npm run --silent ats -- ';
        expect(line).toContain(prefix);
        const args = line.trim().slice(prefix.length).split(' ');
        const { code, stdout, stderr } = await runScript(['scripts/ats.ts', ...args], {
          CARVOS_DATA_DIR: dataDir,
        });
        expect([code, stderr]).toEqual([0, '']);
        return JSON.parse(stdout);
      };
      const [command, file] = language.receiver;
      const receiver: ChildServer = await startChild([file], {
        command,
        cwd: dir.path,
        env: { ...env, PORT: '0' },
        ready: /listening on \d+\n/,
      });
      try {
        const port = /listening on (\d+)/.exec(receiver.output())?.[1];
        const setUrl = block('demo, in the folder of CarvOS').replace('3000', String(port));
        const { webhook_url: url } = await ats(setUrl);
        expect(url).toContain(`:${port}/`);
        const lines = (count: number) =>
          waitFor(
            async () => receiver.output().trim().split('\n').slice(1),
            (all) => all.length >= count,
          );

        const { reference_id } = JSON.parse(paste(block('**By REST:**')));
        expect((await lines(3)).toSorted()).toEqual(
          ['candidate.created', 'workspace.member_added', 'workspace.provisioned'].map(
            (event) => `${event} success - ${reference_id}`,
          ),
        );

        const [pusher, script] = language.push;
        const { stdout } = await run(pusher, [script], {
          cwd: dir.path,
          env: { PATH: process.env.PATH, ...env },
        });
        const pushed = /^202 (\{.*\})$/.exec(stdout.trim())?.[1] ?? '';
        expect((await lines(4))[3]).toBe(`${language.event} success - ${JSON.parse(pushed).reference_id}`);

        expect(JSON.parse(paste(block('## 5. Look')))).toMatchObject({ reference_id });

        const forged = await fetch(url, {
          method: 'POST',
          body: '{}',
          headers: { 'x-webhook-signature': 't=1,v1=00' },
        });
        expect(forged.status).toBe(401);
        expect(await lines(4)).toHaveLength(4);

        const [rotate = '', ...others] = block('## Rotating a secret').trim().split('\n');
        expect(await ats(rotate)).toMatchObject({ outgoing_secret: expect.any(String) });
        // The receiver goes on with the old secret, which still counts.
        const rotated = await pushCandidate(server.demo, 'c-9');
        expect((await lines(6)).slice(4)).toContain(`candidate.created success - ${rotated}`);
        for (const line of others) expect(await ats(line)).toMatchObject({ ats_id: 'demo' });
      } finally {
        await receiver.end();
      }
    },
    START_MS,
  );
});

describe('the signature vectors', () => {
  const { vectors } = JSON.parse(readFileSync('docs/signature-vectors.json', 'utf8')) as {
    vectors: {
      name: string;
      valid: boolean;
      secret: string;
      now: number;
      header: string;
      body_base64: string;
    }[];
  };
  const wanted = vectors.map(({ name, valid }) => [name, valid]);
  const dir = tempDir();
  beforeAll(() => void writeFiles(dir.path));
  afterAll(() => dir.remove());

  test('are told right from wrong by CarvOS itself', () => {
    const found = vectors.map(({ name, secret, now, header, body_base64 }) => {
      const body = Buffer.from(body_base64, 'base64');
      return [name, verifyWebhook({ secrets: [secret], header, body, nowSeconds: now }) === 'valid'];
    });
    expect(found).toEqual(wanted);
    expect(new Set(vectors.map(({ valid }) => valid))).toEqual(new Set([true, false]));
  });

  const file = JSON.stringify(join(process.cwd(), 'docs/signature-vectors.json'));

  test("and by the guide's Node verifier, whose signer makes the same", async () => {
    const script = `
      import { readFileSync } from 'node:fs';
      import { sign, verify } from './webhook-signature.mjs';
      const { vectors } = JSON.parse(readFileSync(${file}, 'utf8'));
      const bytes = ({ body_base64 }) => Buffer.from(body_base64, 'base64');
      console.log(JSON.stringify(vectors.map((one) => [one.name, verify(one.secret, one.header, bytes(one), one.now)])));
      const [plain, other] = vectors;
      console.log(JSON.stringify([plain, other].map((one) => sign(one.secret, bytes(one), 1772015400))));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: dir.path });
    expectVerdicts(stdout);
  });

  has('python3')("and by the guide's Python verifier, whose signer makes the same", async () => {
    const script = `
import base64, json
from webhook_signature import sign, verify
vectors = json.load(open(${file}, encoding="utf-8"))["vectors"]
body = lambda one: base64.b64decode(one["body_base64"])
print(json.dumps([[one["name"], verify(one["secret"], one["header"], body(one), one["now"])] for one in vectors]))
print(json.dumps([sign(one["secret"], body(one), 1772015400) for one in vectors[:2]]))`;
    const { stdout } = await run('python3', ['-c', script], { cwd: dir.path });
    expectVerdicts(stdout);
  });

  function expectVerdicts(stdout: string): void {
    const [verdicts = '', signatures = ''] = stdout.trim().split('\n');
    expect(JSON.parse(verdicts)).toEqual(wanted);
    expect(JSON.parse(signatures)).toEqual(vectors.slice(0, 2).map(({ header }) => header));
  }
});
