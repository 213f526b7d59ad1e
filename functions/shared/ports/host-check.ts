/** Tells whether webhooks may be sent to a host, as things are now. Whether they may later is found out anew at every connection. */
export interface HostCheck {
  /**
   * Why they may not, in plain words; undefined where they may. `hostname` is as a URL parser gives it. Rejects where nobody who knows
   * can be asked.
   */
  problem(hostname: string): Promise<string | undefined>;
}
