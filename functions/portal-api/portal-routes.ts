import { SANDBOX_ROUTES } from '../sandbox/sandbox-routes.ts';
import type { Route } from '../shared/http/route.ts';
import type { DescribedPortalOperation, PortalOperation } from '../shared/portal/portal-operation.ts';
import { activityOperations as activity } from './operations/activity-operations.ts';
import { atsOperations as ats } from './operations/ats-operations.ts';
import { credentialOperations as credentials } from './operations/credential-operations.ts';
import { deliveryOperations as deliveries } from './operations/delivery-operations.ts';
import { eventOperations as events } from './operations/event-operations.ts';
import { getDocument } from './operations/get-document.ts';
import { onboardingOperations as onboarding } from './operations/onboarding-operations.ts';
import { passwordOperations as passwords } from './operations/password-operations.ts';
import { sessionOperations as session } from './operations/session-operations.ts';
import { webhookOperations as webhooks } from './operations/webhook-operations.ts';
import type { PortalApiDeps } from './portal-api-deps.ts';

const API = '/portal/api';
const ATS = `${API}/ats/{ats_id}`;

/** Every route of the portal's API; those of the sandbox are a function of their own. */
export const PORTAL_ROUTES: readonly Route<PortalOperation<PortalApiDeps>>[] = [
  { path: `${API}/session`, methods: { GET: session.get, POST: session.begin, DELETE: session.end } },
  { path: `${API}/password-mails`, methods: { POST: passwords.sendMail } },
  { path: `${API}/passwords`, methods: { POST: passwords.set } },
  { path: `${API}/ats`, methods: { GET: ats.list, POST: onboarding.onboard } },
  { path: ATS, methods: { GET: ats.get, PATCH: ats.edit } },
  { path: `${ATS}/invitations`, methods: { POST: onboarding.invite } },
  { path: `${ATS}/api-key/rotate`, methods: { POST: credentials.rotateKey } },
  { path: `${ATS}/webhook-secrets/reveal`, methods: { POST: credentials.reveal } },
  ...(['incoming', 'outgoing'] as const).flatMap((purpose) => [
    {
      path: `${ATS}/webhook-secrets/${purpose}/rotate`,
      methods: { POST: credentials.rotateSecret(purpose) },
    },
    {
      path: `${ATS}/webhook-secrets/${purpose}/end-overlap`,
      methods: { POST: credentials.endOverlap(purpose) },
    },
  ]),
  { path: `${API}/deliveries`, methods: { GET: deliveries.ofAll.list } },
  { path: `${API}/deliveries/{entry_id}`, methods: { GET: deliveries.ofAll.get } },
  { path: `${ATS}/deliveries`, methods: { GET: deliveries.ofAts.list } },
  { path: `${ATS}/deliveries/{entry_id}`, methods: { GET: deliveries.ofAts.get } },
  { path: `${ATS}/deliveries-week`, methods: { GET: deliveries.week } },
  { path: `${ATS}/webhooks/{event_id}/resend`, methods: { POST: webhooks.resend } },
  { path: `${ATS}/webhooks/recover`, methods: { POST: webhooks.recover } },
  { path: `${API}/events/{reference_id}`, methods: { GET: events.ofAny } },
  { path: `${ATS}/events/{reference_id}`, methods: { GET: events.ofAts } },
  { path: `${API}/activity`, methods: { GET: activity.ofAll } },
  { path: `${ATS}/activity`, methods: { GET: activity.ofAts } },
  { path: `${API}/openapi.json`, methods: { GET: getDocument(() => DESCRIBED_ROUTES) } },
];

/** Every route below `/portal/api`, as the API's document describes it: one document for both functions, as its readers know of one API. */
export const DESCRIBED_ROUTES: readonly Route<DescribedPortalOperation>[] = [
  ...PORTAL_ROUTES,
  ...SANDBOX_ROUTES,
];
