import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { candidateEvent, TestGateway } from '../test-gateway.ts';
import { FaultInjector } from './fault-injector.ts';
import { FunctionRequests } from './function-requests.ts';
import { Outside } from './outside.ts';

/** A client that is provisioned already. */
export const KNOWN_CLIENT = 'known-client';

/** All of CarvOS, with whatever goes out of it in the test's hands. */
export class FaultWorld {
  readonly carvos: TestGateway;
  readonly outside: Outside;
  readonly injector: FaultInjector;
  readonly requests: FunctionRequests;
  /** What workers have answered that they must not. */
  wrongAnswers: string[] = [];
  #runs = 0;

  private constructor(carvos: TestGateway, outside: Outside, requests: FunctionRequests) {
    this.carvos = carvos;
    this.outside = outside;
    this.requests = requests;
    this.injector = new FaultInjector(requests);
  }

  /** `isFresh`: the functions have not answered anything yet. */
  static async start({ isFresh = false } = {}): Promise<FaultWorld> {
    let world: FaultWorld | undefined;
    const clock: Clock = { now: () => world?.carvos.clock.now() ?? 0 };
    const secret = () => world?.carvos.gateway.demo.outgoing_secret ?? '';
    const outside = new Outside({ clock, secret });
    const requests = new FunctionRequests((name, status) => world?.judgeAnswer(name, status));
    const carvos = await TestGateway.start({ overrides: { sender: outside } });
    world = new FaultWorld(carvos, outside, requests);
    const { runtime } = carvos.gateway;
    world.injector.wrap(runtime);
    Object.assign(runtime, { startTimer: requests.startTimer });
    if (!isFresh) await world.warmUp();
    return world;
  }

  async stop(): Promise<void> {
    this.requests.stop();
    await this.carvos.stop();
  }

  /** Something that no other run has used as an id. */
  newId(): string {
    this.#runs += 1;
    return `run-${this.#runs}`;
  }

  /** Provisions the known client, and has done what functions do only at first. */
  private async warmUp(): Promise<void> {
    await this.carvos.webhook(candidateEvent('candidate.created', 'known', { client_id: KNOWN_CLIENT }));
    await this.carvos.work();
  }

  private judgeAnswer(name: string, status: number): void {
    const isWorker = name === 'process' || name === 'deliver';
    // On anything else Cloud Tasks slows the whole queue, or takes what is not done for done.
    if (isWorker && status !== 200 && status !== 500) this.wrongAnswers.push(`${name} answered ${status}`);
  }
}
