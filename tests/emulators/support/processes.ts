import { existsSync, readFileSync } from 'node:fs';

export interface Process {
  pid: number;
  command: string;
}

/** The processes that have come from this one, directly or not; none where the system does not tell. */
export function descendantsOf(pid: number): Process[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  const pids = readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number);
  return pids.flatMap((child) => [{ pid: child, command: commandOf(child) }, ...descendantsOf(child)]);
}

/** Those of them that still run. */
export function stillRunning(processes: readonly Process[]): Process[] {
  return processes.filter(({ pid, command }) => commandOf(pid) === command);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
