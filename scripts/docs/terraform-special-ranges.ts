import { SPECIAL_IPV4, type SpecialRange } from '../../functions/shared/core/addresses/special-ranges.ts';

/**
 * `infra/special-ranges.json`: the addresses no webhook may be sent to, for the firewall behind the code's own filter. IPv4 only: the
 * network that webhooks leave through has no other, and its firewall refuses all of IPv6.
 */
export function terraformSpecialRanges(): string {
  const named = (ranges: readonly SpecialRange[]) => Object.fromEntries(ranges);
  return `${JSON.stringify({ ipv4: named(SPECIAL_IPV4) }, null, 2)}\n`;
}
