import type { PortalRole } from '../../../core/portal/person.ts';

/** A role as the custom claims of an account, which Identity Platform keeps as JSON in a text. */
export function writeRoleClaims(role: PortalRole): string {
  return JSON.stringify(
    role.role === 'administrator'
      ? { carvos_role: role.role, carvos_ats: role.atsId }
      : { carvos_role: role.role },
  );
}

/** The role in an account's custom claims; undefined when there is none in them, or none that holds. Never throws. */
export function readRoleClaims(customAttributes: unknown): PortalRole | undefined {
  const { carvos_role: role, carvos_ats: atsId } = parseObject(String(customAttributes));
  if (role === 'staff') return { role };
  if (role === 'administrator' && typeof atsId === 'string' && atsId !== '') return { role, atsId };
  return undefined;
}

function parseObject(text: string): { carvos_role?: unknown; carvos_ats?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
