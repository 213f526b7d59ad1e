import { loadConfig } from '../../functions/shared/config.ts';
import type { PortalSettings } from '../../functions/shared/portal/portal-settings.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { demoFile } from '../local/demo-file.ts';

/**
 * Where the links that are printed lead. On the embedded platform the server may have taken any free port: `demo.json` says where it
 * served last, and where that is not told, the configuration says where it would.
 */
export function portalOf({ portal }: Runtime, env: NodeJS.ProcessEnv): Pick<PortalSettings, 'url'> {
  const config = loadConfig(env);
  const served = config.platform === 'local' ? demoFile(config.dataDir).read().portal?.url : undefined;
  return { url: served || portal.url };
}
