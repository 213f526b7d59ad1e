import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { argumentOf, readTerraform, type TerraformBlock } from '../../scripts/docs/read-terraform.ts';

const FOLDERS = ['infra', 'infra/modules/function'];
const BLOCKS = FOLDERS.flatMap((folder) =>
  readTerraform(folder).map((block) => ({ ...block, file: `${folder}/${block.file}` })),
);

function named(kind: string): Map<string, TerraformBlock[]> {
  return Map.groupBy(
    BLOCKS.filter((block) => block.kind === kind),
    ({ file }) => file,
  );
}

describe('the Terraform code', () => {
  test.each(['variable', 'output'])('has each %s described, and in order in a file of its kind', (kind) => {
    const files = named(kind);
    expect(files.size).toBeGreaterThan(1);
    for (const [file, blocks] of files) {
      const names = blocks.map(({ labels }) => String(labels[0]));
      expect([file, names]).toEqual([file, names.toSorted()]);
      expect(file).toMatch(new RegExp(`/${kind}s(-[a-z]+)?\\.tf$`));
      for (const { labels, ...block } of blocks) {
        expect([file, labels[0], argumentOf(block, 'description')]).toEqual([
          file,
          labels[0],
          expect.stringMatching(/\.`?"$/),
        ]);
      }
    }
  });

  test('is for one span of versions, of the same providers everywhere', () => {
    const spans = BLOCKS.filter(({ file }) => file.endsWith('versions.tf')).map(({ body }) => ({
      terraform: /required_version = "(.*)"/.exec(body)?.[1],
      providers: [...new Set(Array.from(body.matchAll(/ version = "(.*)"/g), ([, span]) => span))],
    }));
    expect(spans).toEqual(FOLDERS.map(() => ({ terraform: '>= 1.7', providers: ['>= 7.33, < 8.0'] })));
  });

  test('leaves state and values out of the repository', () => {
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toEqual(
      expect.arrayContaining(['.terraform/', '*.tfstate', 'terraform.tfvars']),
    );
  });

  test('makes nothing before the APIs are on: what stands on nothing else says that it waits for them', () => {
    // The two locals are made of an account and of metrics, which wait.
    const waits = /(?<!data\.)\b(?:google_\w+|module)\.\w+|\blocal\.(?:build_account|alerts)\b/;
    const hasty = BLOCKS.filter(({ file }) => file.startsWith('infra/') && !file.includes('/modules/'))
      .filter(({ kind, labels }) => kind === 'resource' && labels[0] !== 'google_project_service')
      .filter(({ body }) => !waits.test(body));
    expect(hasty.map(({ labels }) => labels.join('.'))).toEqual([]);
  });

  test('keeps the APIs of a project that it is taken away from', () => {
    const services = BLOCKS.filter(({ labels }) => labels[0] === 'google_project_service');
    expect(services.length).toBeGreaterThan(0);
    for (const service of services) expect(argumentOf(service, 'disable_on_destroy')).toBe('false');
  });
});
