import type { PortalRole } from '../../functions/shared/core/portal/person.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import type { Demo } from './demo-file.ts';

type Account = { email: string; password: string };

const ADMINISTRATOR = 'admin@demo.example';
const STAFF = 'staff@carv.example';

/**
 * Makes the two people who can sign in to the demo's portal, or finds them as they were. A password that was lost or altered is replaced by
 * a new one, as nobody can tell what it was.
 */
export async function seedPeople(
  runtime: Runtime,
  atsId: string,
  known: Partial<Pick<Demo, 'portal' | 'staff'>>,
): Promise<Pick<Demo, 'portal' | 'staff'>> {
  const [portal, staff] = await Promise.all([
    seedPerson(runtime, ADMINISTRATOR, { role: 'administrator', atsId }, known.portal),
    seedPerson(runtime, STAFF, { role: 'staff' }, known.staff),
  ]);
  return { portal: { url: runtime.portal.url, ...portal }, staff };
}

async function seedPerson(
  { portalIdentity, ids, log }: Runtime,
  email: string,
  role: PortalRole,
  known: Partial<Account> | undefined,
): Promise<Account> {
  const isThere = (await portalIdentity.find(email)) !== undefined;
  const { password: before = '' } = known ?? {};
  if (isThere && before !== '' && (await portalIdentity.signIn(email, before)) !== undefined) {
    return { email, password: before };
  }
  if (isThere) log.warn('demo.password_replaced', { email, reason: 'demo.json does not hold it' });
  else await portalIdentity.create(email, role);
  const password = ids.randomBytes(12).toString('base64url');
  const { code } = await portalIdentity.passwordCode(email);
  await portalIdentity.setPassword(code, password);
  return { email, password };
}
