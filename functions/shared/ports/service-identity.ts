/** The machines that call CarvOS's own functions or are called by them. */
export type ServiceName = 'tasks' | 'scheduler' | 'process' | 'ai';

/** Who a machine is, by ID token (`Authorization: Bearer …`). */
export interface ServiceIdentity {
  /** A token that says "I am `service`", for `audience`. */
  token(service: ServiceName, audience: string): Promise<string>;
  /** Which of the configured services an Authorization header proves, for `audience`; undefined when none. Never throws. */
  verify(authorization: string | undefined, audience: string): Promise<ServiceName | undefined>;
}
