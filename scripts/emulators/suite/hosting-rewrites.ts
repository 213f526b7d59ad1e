import type { PublicRoute } from '../../../functions/public-routes.ts';

/** A rewrite of Firebase Hosting, as `firebase.json` has it. */
export interface HostingRewrite {
  /** A glob; the first that matches counts. */
  source: string;
  function: { functionId: string; region: string };
}

/** The route table as Firebase Hosting is told of it. A file of the same path would come before any of them. */
export function hostingRewrites(routes: readonly PublicRoute[], region: string): HostingRewrite[] {
  return routes.map(({ path, function: functionId }) => ({
    source: path.endsWith('/') ? `${path}**` : path,
    function: { functionId, region },
  }));
}
