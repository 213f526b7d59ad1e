import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from '@jest/globals';
import { tempDir } from './temp-dir.ts';

/** A certificate of two days with its key, both in PEM, made by openssl. */
export function makeCertificate(): { key: string; cert: string } {
  const dir = tempDir();
  try {
    const [keyFile, certFile] = [join(dir.path, 'key.pem'), join(dir.path, 'cert.pem')];
    const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', keyFile];
    const args = ['req', '-x509', '-out', certFile, '-days', '2', '-subj', '/CN=CarvOS test', ...key];
    execFileSync('openssl', args, { stdio: 'pipe' });
    return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };
  } finally {
    dir.remove();
  }
}

/** Without openssl there is no certificate to be had; where everything is demanded (`CI`), that is a failure. */
const hasOpenssl = Boolean(process.env.CI) || spawnSync('openssl', ['version']).status === 0;

/** `test` where certificates can be made. */
export const withOpenssl = hasOpenssl ? test : test.skip;
