import { type Platform, SETTINGS, type Setting } from '../../functions/shared/config/settings.ts';

const ALL: readonly Setting[] = Object.values<Setting>(SETTINGS);

/** `docs/configuration.md`, made from the table of settings. */
export function configurationPage(): string {
  const table = (settings: readonly Setting[]) =>
    [
      '| variable | default | what it is for |',
      '|---|---|---|',
      ...settings.map((setting) => `| \`${setting.name}\` | ${defaultOf(setting)} | ${setting.about} |`),
    ].join('\n');
  return `# Configuration

<!-- Made by \`npm run docs\` from functions/shared/config/settings.ts. A test fails when it is out of date. -->

CarvOS reads its configuration from environment variables; \`npm start\`, \`npm run ats\` and \`npm run people\` also from a file \`.env\` in the
folder they are run in (\`.env.example\` lists what may be in it). An empty variable counts as unset. Everything that is wrong is told at
once as a function or a command starts.

## Everywhere

${table(settingsOn('local', 'gcp'))}

## On one machine

${table(settingsOn('local'))}

## On Google Cloud

${table(settingsOn('gcp').filter(({ development }) => !development))}

## On Google Cloud, for development

These, and \`CARVOS_LADDER\`, are refused unless the project's id begins with \`demo-\` **and** \`FIRESTORE_EMULATOR_HOST\` is on this machine.

${table(settingsOn('gcp').filter(({ development }) => development))}
`;
}

/** `.env.example`, made from the same table. */
export function envExample(): string {
  const lines = ALL.filter(({ development, platforms }) => !development || platforms.includes('local')).map(
    ({ name, about, fallback = '', platforms }) => {
      const only = platforms.length > 1 ? '' : ` Only where CARVOS_PLATFORM is ${platforms[0]}.`;
      return `# ${about.replaceAll('`', '')}${only}\n# ${name}=${fallback}\n`;
    },
  );
  return `# Copy this file to .env and change what you need. docs/configuration.md says more.\n\n${lines.join('\n')}`;
}

/** The settings for exactly these platforms. */
function settingsOn(...platforms: Platform[]): Setting[] {
  return ALL.filter((setting) => setting.platforms.join() === platforms.join());
}

function defaultOf({ fallback, required }: Setting): string {
  if (required) return 'must be set';
  return fallback === undefined ? '' : `\`${fallback}\``;
}
