import { globSync, readFileSync } from 'node:fs';
import { REMOTE_METHODS } from './remote-call.ts';

/** Where ports are called, but for no flow of an event: what these fail in is told to whoever asked, and nothing is left half done. */
const NOT_OF_A_FLOW = [
  // The commands of whoever looks after the ATSs.
  'functions/shared/flows/change-ats.ts',
  'functions/shared/flows/create-ats.ts',
  'functions/shared/flows/describe-health.ts',
  'functions/shared/flows/find-delivery.ts',
  'functions/shared/flows/get-log-entry.ts',
  'functions/shared/flows/list-ats.ts',
  'functions/shared/flows/list-deliveries.ts',
  'functions/shared/flows/page-newest.ts',
  'functions/shared/flows/page-activity.ts',
  'functions/shared/flows/page-delivery-log.ts',
  'functions/shared/flows/recover-deliveries.ts',
  'functions/shared/flows/reseal-ats.ts',
  'functions/shared/flows/resend-delivery.ts',
  'functions/shared/flows/get-ats.ts',
  'functions/shared/flows/week-of-deliveries.ts',
  // What somebody asks for in the portal.
  'functions/shared/flows/note-activity.ts',
  'functions/shared/flows/page-ats.ts',
  'functions/shared/flows/portal-session.ts',
  'functions/shared/flows/set-password.ts',
  'functions/shared/flows/sign-in.ts',
  'functions/shared/flows/take-attempt.ts',
  // A test that was sent is told of, written down or not.
  'functions/shared/flows/record-sandbox-send.ts',
  'functions/shared/flows/sandbox.ts',
  // Whoever commits through it is where a call is made.
  'functions/shared/flows/commit-along.ts',
  // Its probes have a time limit each, and what fails is the answer.
  'functions/rest/create-health-check.ts',
];

const CALL = new RegExp(
  `\\b(?:${Object.entries({ ...REMOTE_METHODS, ai: ['process'] })
    .map(([port, methods]) => `${port}\\.(?:${methods.join('|')})`)
    .join('|')})\\s*(?:<[^(]*>)?\\(|\\bcommitAlong\\(store`,
);

/** Every place in the functions and flows where a port is called, `file:line`. The AI service's calls go out through the sender. */
export function callSites(): string[] {
  const files = globSync('functions/{*,shared/flows}/*.ts').filter(
    (file) => !/\.(?:test|contract)\.ts$/.test(file) && !NOT_OF_A_FLOW.includes(file),
  );
  const sites = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, index) => (CALL.test(line) ? [`${file}:${index + 1}`] : [])),
  );
  return sites.toSorted();
}
