import { StartupError } from '../../../functions/shared/core/startup-error.ts';
import { freePort, isFree } from '../../free-port.ts';
import { SUITE_PARTS, type SuitePorts } from './suite-config.ts';

/**
 * A port for every emulator: `hosting` for Hosting (0: any that is free), free ones for the rest. Throws a {@link StartupError} when
 * that one is taken: firebase-tools would quietly move on to the next.
 */
export async function takePorts(hosting: number): Promise<SuitePorts> {
  if (hosting !== 0 && !(await isFree(hosting))) {
    throw new StartupError(
      `Port ${hosting} is in use. Choose another one: PORT=${hosting + 1} npm run emulators`,
    );
  }
  const taken = new Set<number>([hosting]);
  const takeOne = async (): Promise<number> => {
    const port = await freePort();
    if (taken.has(port)) return takeOne();
    taken.add(port);
    return port;
  };
  const ports: [string, number][] = [];
  for (const part of SUITE_PARTS) ports.push([part, (part === 'hosting' && hosting) || (await takeOne())]);
  return Object.fromEntries(ports) as SuitePorts;
}
