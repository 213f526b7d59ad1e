import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPortal } from './build/build-portal.ts';
import { buildRelease } from './build/build-release.ts';

const HELP = `npm run build [-- options]

Builds the release: one zip with all functions, as the source of each on Cloud Functions, and the portal for Firebase Hosting.

  --out FOLDER   where it goes (default dist)
  --help
`;

try {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: 'dist' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) process.stdout.write(HELP);
  else {
    const { zip, zipBytes, folder } = await buildRelease(values.out);
    process.stdout.write(`${zip}, ${(zipBytes / 1e6).toFixed(1)} MB; the same unpacked in ${folder}\n`);
    const outDir = join(values.out, 'hosting', 'portal');
    await buildPortal({ outDir });
    process.stdout.write(`${outDir}, the portal\n`);
  }
} catch (error) {
  const { message, stack, code } = error as NodeJS.ErrnoException;
  const usage = code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(usage ? `${message}\n\n${HELP}` : `${stack}\n`);
  process.exitCode = usage ? 2 : 1;
}
