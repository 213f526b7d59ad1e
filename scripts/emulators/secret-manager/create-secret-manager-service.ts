import type { Clock } from '../../../functions/shared/ports/clock.ts';
import { ServiceError } from '../service-error.ts';
import { readSecretName } from './resource-names.ts';
import { secretMethods } from './secret-methods.ts';
import type { SecretState } from './secret-state.ts';
import { versionMethods } from './version-methods.ts';

/** `unavailable` refuses every call, `silent` leaves every call without an answer. */
export type Outage = 'unavailable' | 'silent';

/** What a test may see and do that is no part of Secret Manager's API. */
export interface SecretManagerControls {
  /** The version names that AccessSecretVersion was called with since the start, in order; refused calls count too. */
  accesses(): readonly string[];
  /** Takes the right to access a secret from everyone. */
  deny(secret: string): void;
  suspend(outage?: Outage): void;
  resume(): void;
}

export interface SecretManagerService extends SecretManagerControls {
  /** Names of the methods, as in the API but lowerCamelCase. */
  methods: readonly string[];
  /** Carries out one method: the response message, or a rejection with a {@link ServiceError}. */
  call(method: string, request: object): Promise<object>;
}

type Method = (request: object) => object;

/** Secret Manager without a transport: request messages in, response messages out. Its state is in memory. */
export function createSecretManagerService({ clock }: { clock: Clock }): SecretManagerService {
  const state: SecretState = { clock, secrets: new Map(), denied: new Set() };
  const methods = { ...secretMethods(state), ...versionMethods(state) } as unknown as Record<string, Method>;
  const accesses: string[] = [];
  let outage: Outage | undefined;
  return {
    methods: Object.keys(methods),
    async call(name, request) {
      if (name === 'accessSecretVersion') accesses.push((request as { name: string }).name);
      if (outage === 'silent') await new Promise(() => {});
      if (outage) throw new ServiceError('UNAVAILABLE', 'The service is currently unavailable.');
      const method = methods[name];
      if (!method) throw new ServiceError('UNIMPLEMENTED', `This emulator has no ${name}.`);
      return method(request);
    },
    accesses: () => [...accesses],
    deny: (secret) => void state.denied.add(readSecretName(secret)),
    suspend(how = 'unavailable') {
      outage = how;
    },
    resume() {
      outage = undefined;
    },
  };
}
