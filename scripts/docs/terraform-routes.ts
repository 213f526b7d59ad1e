import { PUBLIC_ROUTES } from '../../functions/public-routes.ts';

/** `infra/routes.json`: the route table, the first match first, as Terraform makes the load balancer's URL map of it. */
export function terraformRoutes(): string {
  return `${JSON.stringify(PUBLIC_ROUTES, null, 2)}\n`;
}
