import { requireArgument } from '../service-error.ts';

const LOCATION = 'projects/[A-Za-z0-9.:-]+/locations/[A-Za-z0-9-]+';
const QUEUE = `${LOCATION}/queues/[A-Za-z0-9-]{1,100}`;
const TASK = `${QUEUE}/tasks/[A-Za-z0-9_-]{1,500}`;

const PATTERNS = {
  location: new RegExp(`^${LOCATION}$`),
  queue: new RegExp(`^${QUEUE}$`),
  task: new RegExp(`^${TASK}$`),
};

/** The name itself, when it is the full name of a resource of that kind; throws INVALID_ARGUMENT when not. */
export function checkName(kind: keyof typeof PATTERNS, name: string | null | undefined): string {
  const given = name ?? '';
  requireArgument(PATTERNS[kind].test(given), `"${given}" is not the full name of a ${kind}`);
  return given;
}

/** The name of what a queue or task belongs to: the location of a queue, the queue of a task. */
export function parentOf(name: string): string {
  return name.split('/').slice(0, -2).join('/');
}

/** The last part of a name: the id a queue or task has within its parent. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
