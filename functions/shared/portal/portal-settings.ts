/** Where the portal is, and what stands in front of it. */
export interface PortalSettings {
  /** Where its pages are, such as `https://portal.example/portal`. */
  url: string;
  /** The origins that its pages have, such as `https://portal.example`. */
  origins: readonly string[];
  /** How many proxies in front append an address to `X-Forwarded-For` after the client's own; null where nothing is in front. */
  proxies: number | null;
}
