import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readTerraform } from '../../scripts/docs/read-terraform.ts';
import { entriesOf } from './support/entries-of.ts';

const FOLDERS = ['infra', 'infra/modules/function'];
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.tf'))
    .map((file) => `${folder}/${file}`),
);
const RESOURCES = FOLDERS.flatMap((folder) => readTerraform(folder)).filter(
  ({ kind }) => kind === 'resource',
);

/** Without what is said about them. */
function code(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/(^|\s)#.*$/gm, '');
}

describe('access to what Terraform makes', () => {
  test('is given by these resources and no other: plan tests look at each of them', () => {
    const grants = RESOURCES.filter(({ labels }) =>
      /_iam_|_acl$|_access_control$/.test(String(labels[0])),
    ).map(({ labels }) => labels.join('.'));
    expect(grants.sort()).toEqual([
      'google_artifact_registry_repository_iam_member.build',
      'google_cloud_run_v2_service_iam_binding.invoker',
      'google_cloud_tasks_queue_iam_binding.enqueuer',
      'google_cloud_tasks_queue_iam_binding.viewer',
      'google_project_iam_member.build',
      'google_project_iam_member.function',
      'google_secret_manager_secret_iam_binding.accessor',
      'google_service_account_iam_binding.task_creators',
      'google_storage_bucket_iam_member.build',
    ]);
  });

  test('is not gone for a while where another database is taken: the next roles come before the old ones go', () => {
    const grants = RESOURCES.filter(
      ({ labels }) => labels.join('.') === 'google_project_iam_member.function',
    );
    expect(grants.map(({ body }) => /create_before_destroy = true/.test(body))).toEqual([true]);
    // The old ones go after all that waits for the next.
    const [, waited = ''] =
      /^module "function" \{[\s\S]*?^ {2}depends_on = \[([^\]]*)\]/m.exec(code('infra/functions.tf')) ?? [];
    expect(waited).toContain('google_project_iam_member.function,');
  });

  test('is never a role that may do nearly anything, nor a key that can be carried away', () => {
    for (const file of FILES) {
      expect([file, code(file).match(/roles\/(owner|editor|viewer|[a-z.]*[aA]dmin)\b/g) ?? []]).toEqual([
        file,
        // Makes, disables and invites the portal's people, and is portal-api's only.
        file === 'infra/iam.tf' ? ['roles/firebaseauth.admin'] : [],
      ]);
      expect([file, /google_service_account_key/.test(code(file))]).toEqual([file, false]);
    }
  });

  test('is for everybody in two ways only, and neither of them is a worker', () => {
    const open = Object.entries(entriesOf('infra/functions.tf', '_access')).filter(([, access]) =>
      access.includes('allUsers'),
    );
    expect(open.map(([name]) => name)).toEqual(['balanced', 'hosted']);
    for (const [name, access] of open)
      expect([name, access.includes('ALLOW_INTERNAL_ONLY')]).toEqual([name, false]);
    const naming = FILES.filter((file) => /allUsers|allAuthenticatedUsers/.test(code(file)));
    // The module names them to refuse them.
    expect(naming).toEqual(['infra/functions.tf', 'infra/modules/function/variables.tf']);
  });

  test('has no secret of its own: what Terraform writes stands in its state', () => {
    for (const { labels, file } of RESOURCES) {
      expect([file, labels[0]]).not.toEqual([file, 'google_secret_manager_secret_version']);
      expect([file, labels[0]]).not.toEqual([file, 'google_apikeys_key']);
    }
    const variables = FOLDERS.flatMap(readTerraform).filter(({ kind }) => kind === 'variable');
    expect(variables.filter(({ body }) => /sensitive\s+= true/.test(body))).toEqual([]);
  });
});
