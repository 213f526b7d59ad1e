import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readHostingHeaders } from '../scripts/local/read-hosting-headers.ts';
import { type FakeBehaviour, type FakeTools, makeFakeTools } from './support/fake-tools.ts';
import { tempDir } from './support/temp-dir.ts';

const SCRIPT = resolve('scripts/deploy.ts');
const ZIP = 'a release';
const hashOf = (content: string) => createHash('sha256').update(content).digest('hex');
const OBJECT = `carvos-functions-${hashOf('an earlier release')}.zip`;

/** As in firebase.json: functions have a region, and pages none. */
const rewritesIn = (region: string) => [
  { source: '/portal/api/**', function: { functionId: 'portal-api', region } },
  { source: '/portal/**', destination: '/portal/index.html' },
];

describe('npm run deploy', () => {
  const dir = tempDir();
  let tools: FakeTools;
  let server: Server;
  let baseUrl: string;
  let answers: Record<string, { status: number; body: string; headers?: Record<string, string> }>;

  beforeAll(async () => {
    for (const folder of ['dist', 'infra', 'bin', 'home']) mkdirSync(join(dir.path, folder));
    writeFileSync(
      join(dir.path, 'firebase.json'),
      JSON.stringify({ hosting: { public: 'dist/hosting', rewrites: rewritesIn('europe-west1') } }),
    );
    tools = makeFakeTools(join(dir.path, 'bin'), ['git', 'npm', 'terraform', 'gcloud', 'firebase']);
    server = createServer((request, response) => {
      const { status, body, headers } = answers[request.url ?? ''] ?? { status: 404, body: 'no such page' };
      response.writeHead(status, headers).end(body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    dir.remove();
  });
  beforeEach(() => {
    answers = {
      '/v1/health': { status: 200, body: '{"status":"ok"}' },
      '/v1/openapi.json': { status: 200, body: '{"openapi":"3.1.0"}' },
      '/v1/candidates': { status: 401, body: '{"detail":"Invalid or missing API key"}' },
      '/portal/': {
        status: 200,
        body: '<!doctype html>',
        headers: { ...readHostingHeaders()('/portal/'), 'content-type': 'text/html' },
      },
    };
    rmSync(join(dir.path, 'dist'), { recursive: true, force: true });
    mkdirSync(join(dir.path, 'dist'));
  });

  const wellBehaved = (): FakeBehaviour => ({
    'git rev-parse': { stdout: 'c0ffee\n' },
    'npm run build': { writes: ['dist/carvos-functions.zip', ZIP] },
    'terraform plan': { code: 2 },
    'terraform output': {
      stdout: JSON.stringify({
        api_url: { value: baseUrl },
        portal_url: { value: baseUrl },
        project_id: { value: 'my-project' },
        portal_site: { value: 'my-site' },
        region: { value: 'europe-north1' },
        release_bucket: { value: 'my-releases' },
      }),
    },
    'gcloud storage cp': { writes: [`dist/rollback/${OBJECT}`, 'an earlier release'] },
  });

  interface Run {
    behaviour?: FakeBehaviour;
    args?: string[];
    answer?: string;
  }
  async function run({ behaviour = {}, args = [], answer = '' }: Run) {
    tools.behave({ ...wellBehaved(), ...behaviour });
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, ...args], {
      cwd: dir.path,
      env: { PATH: tools.folder, HOME: join(dir.path, 'home') },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.stdin.end(answer);
    const [code] = await once(child, 'close');
    return { code, output, calls: tools.calls().map((call) => call.replaceAll(`${dir.path}/`, '')) };
  }

  const TREE = ['git status --porcelain', 'git rev-parse HEAD'];
  const BUILT = [...TREE, 'npm run build', ...TREE];
  const PLANNED = [
    ...BUILT,
    'terraform -chdir=infra plan -input=false -detailed-exitcode -var=release_zip=../dist/carvos-functions.zip -out=dist/deploy.tfplan',
  ];
  const APPLIED = [...PLANNED, 'terraform -chdir=infra apply -input=false dist/deploy.tfplan'];
  const OUTPUT = 'terraform -chdir=infra output -json';
  const HOSTING =
    'firebase deploy --only hosting --config dist/firebase.json --project my-project --message c0ffee --non-interactive';

  test('builds, plans, applies that plan once it was told yes, deploys Hosting and asks the deployment, in this order', async () => {
    const { code, output, calls } = await run({ answer: 'yes\n' });
    expect([code, calls]).toEqual([0, [...APPLIED, OUTPUT, OUTPUT, OUTPUT, HOSTING, OUTPUT, OUTPUT]]);
    expect(output).toContain(`SHA-256 ${hashOf(ZIP)}`);
    expect(output.match(/^ok /gm)).toHaveLength(4);
    expect(JSON.parse(readFileSync(join(dir.path, 'dist/firebase.json'), 'utf8'))).toEqual({
      hosting: { public: 'hosting', rewrites: rewritesIn('europe-north1'), site: 'my-site' },
    });
  });

  test('a dry run builds and plans without the lock, applies and deploys nothing, and says what it would do', async () => {
    const { code, output, calls } = await run({ args: ['--dry-run', '--yes'], answer: 'yes\n' });
    expect(code).toBe(0);
    expect(calls).toEqual(PLANNED.map((call) => call.replace('-exitcode ', '-exitcode -lock=false ')));
    expect(output).toContain('nothing was changed');
    expect(output).toContain('apply -input=false');
  });

  test.each([
    [
      'the tree is not clean',
      { 'git status': { stdout: ' M README.md\n' } },
      TREE.slice(0, 1),
      /not clean.*\n M README\.md/,
    ],
    [
      'it is no repository',
      { 'git status': { code: 128 } },
      TREE.slice(0, 1),
      /git status --porcelain\nfailed with exit code 128/,
    ],
    [
      'the build fails',
      { 'npm run build': { code: 1 } },
      BUILT.slice(0, 3),
      /npm run build\nfailed with exit code 1/,
    ],
    ['the build makes no zip', { 'npm run build': {} }, BUILT.slice(0, 3), /has made no dist/],
    [
      'the build changes the tree',
      { 'git status': [{}, { stdout: '?? new.ts\n' }] },
      BUILT.slice(0, 4),
      /not clean/,
    ],
    [
      'another commit is checked out meanwhile',
      { 'git rev-parse': [{ stdout: 'c0ffee' }, { stdout: 'decade' }] },
      BUILT,
      /Another commit \(decade\)/,
    ],
    [
      'the plan fails',
      { 'terraform plan': { code: 1 } },
      PLANNED,
      /failed with exit code 1: what it said is above/,
    ],
    ['applying fails', { 'terraform apply': { code: 1 } }, APPLIED, /apply .*\nfailed with exit code 1/],
    [
      'Terraform has no such output',
      { 'terraform output': { stdout: '{}' } },
      [...APPLIED, OUTPUT],
      /no output project_id/,
    ],
    [
      'Hosting fails',
      { 'firebase deploy': { code: 2 } },
      [...APPLIED, OUTPUT, OUTPUT, OUTPUT, HOSTING],
      /failed with exit code 2/,
    ],
  ])('where %s it stops there, fails and says so', async (_, behaviour, calls, message) => {
    const result = await run({ behaviour: behaviour as FakeBehaviour, answer: 'yes\n' });
    expect([result.code, result.calls]).toEqual([1, calls]);
    expect(result.output).toMatch(message);
    expect(result.output).not.toMatch(/\n\s+at /);
  });

  test.each(['no\n', 'y\n', 'YES\n', '', '\n'])(
    'the answer %j is no yes: nothing is applied or deployed',
    async (answer) => {
      const { code, output, calls } = await run({ answer });
      expect([code, calls]).toEqual([1, PLANNED]);
      expect(output).toContain('Nothing was applied');
    },
  );

  test('with nothing to change it asks and applies nothing, and goes on: so it may be run again', async () => {
    const { code, calls } = await run({ behaviour: { 'terraform plan': { code: 0 } } });
    expect([code, calls]).toEqual([0, [...PLANNED, OUTPUT, OUTPUT, OUTPUT, HOSTING, OUTPUT, OUTPUT]]);
  });

  test('--yes asks nothing', async () => {
    const { code, calls } = await run({ args: ['--yes'] });
    expect([code, calls.length]).toEqual([0, APPLIED.length + 6]);
  });

  const FETCH = `gcloud storage cp gs://my-releases/${OBJECT} dist/rollback/${OBJECT}`;
  const ROLLBACK_PLAN = PLANNED.at(-1)?.replace('dist/carvos-functions.zip', `dist/rollback/${OBJECT}`);

  test('a rollback builds nothing, plans with the earlier release and leaves Hosting as it is', async () => {
    const { code, output, calls } = await run({ args: ['--rollback', OBJECT], answer: 'yes\n' });
    expect([code, calls]).toEqual([
      0,
      [...TREE, OUTPUT, FETCH, ROLLBACK_PLAN, APPLIED.at(-1), OUTPUT, OUTPUT],
    ]);
    expect(output).toContain('Hosting stays as it is');
  });

  test('a dry run of a rollback fetches and plans, and applies nothing', async () => {
    const { code, calls } = await run({ args: ['--rollback', OBJECT, '--dry-run'] });
    expect(code).toBe(0);
    expect(calls.filter((call) => /apply|firebase/.test(call))).toEqual([]);
  });

  test.each([
    [
      'is damaged',
      OBJECT,
      { 'gcloud storage cp': { writes: [`dist/rollback/${OBJECT}`, 'other bytes'] } },
      /is damaged/,
    ],
    ['is not there', OBJECT, { 'gcloud storage cp': { code: 1 } }, /failed with exit code 1/],
    ['is no release', 'something.zip', {}, /something\.zip is no release/],
  ])('a rollback to an object that %s plans nothing', async (_, object, behaviour, message) => {
    const { code, output, calls } = await run({
      args: ['--rollback', object],
      behaviour: behaviour as FakeBehaviour,
      answer: 'yes\n',
    });
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(calls.filter((call) => call.includes(' plan '))).toEqual([]);
  });

  test.each([
    [
      '/v1/health',
      { status: 503, body: '{"status":"unavailable"}' },
      /failed {2}every backend answers .*503/,
    ],
    ['/v1/openapi.json', { status: 200, body: '<html>' }, /failed {2}the API describes itself/],
    ['/v1/candidates', { status: 200, body: '{"data":[]}' }, /failed {2}without a key nobody comes in .*200/],
    ['/v1/candidates', { status: 401, body: 'Unauthorized' }, /failed {2}without a key/],
    [
      '/portal/',
      { status: 200, body: '', headers: { 'content-type': 'text/html' } },
      /without the content-security-policy/,
    ],
    [
      '/portal/',
      { status: 302, body: '', headers: { location: '/elsewhere' } },
      /failed {2}the portal is there.*302/,
    ],
  ])(
    'the smoke test alone runs nothing else, and fails where %s answers %j',
    async (path, answer, message) => {
      answers[path] = answer;
      const { code, output, calls } = await run({ args: ['--only', 'smoke'] });
      expect([code, calls]).toEqual([1, [OUTPUT, OUTPUT]]);
      expect(output).toMatch(message);
      expect(output.match(/^ok /gm)).toHaveLength(3);
    },
  );

  test('a deployment that is not there is told of, and not waited for', async () => {
    const outputs = { api_url: { value: 'http://127.0.0.1:1' }, portal_url: { value: 'http://127.0.0.1:1' } };
    const { code, output } = await run({
      args: ['--only', 'smoke'],
      behaviour: { 'terraform output': { stdout: JSON.stringify(outputs) } },
    });
    expect(code).toBe(1);
    expect(output.match(/^failed /gm)).toHaveLength(4);
  });

  test.each([
    [['--rollback'], /argument missing/],
    [['--only', 'hosting'], /Allowed choices are smoke/],
    [['--dry-runs'], /unknown option/],
  ])('%j is refused with 2, and nothing is run', async (args, message) => {
    const { code, output, calls } = await run({ args });
    expect([code, calls]).toEqual([2, []]);
    expect(output).toMatch(message);
  });

  test.each([
    ['terraform', /terraform was not found\. Install Terraform/],
    ['firebase', /firebase-tools was not found/],
    ['git', /git was not found/],
  ])('without %s it says how to get it', async (name, message) => {
    const { code, output } = await runWithout(name, { args: ['--yes'] });
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });

  test.each([[['--yes']], [['--dry-run']]])(
    '%j without firebase-tools stops before anything is run, and not half-way',
    async (args) => {
      const { code, calls } = await runWithout('firebase', { args });
      expect([code, calls]).toEqual([1, []]);
    },
  );

  test('a rollback, which leaves Hosting alone, needs no firebase-tools', async () => {
    const { code } = await runWithout('firebase', { args: ['--rollback', OBJECT], answer: 'yes\n' });
    expect(code).toBe(0);
  });

  async function runWithout(name: string, how: Run) {
    const folder = mkdtempSync(join(dir.path, `without-${name}-`));
    const all = tools;
    tools = makeFakeTools(
      folder,
      ['git', 'npm', 'terraform', 'gcloud', 'firebase'].filter((each) => each !== name),
    );
    try {
      return await run(how);
    } finally {
      tools = all;
    }
  }
});
