/** What of `firebase.json` the suite looks at. */
export interface FirebaseJson {
  hosting: { public: string; [setting: string]: unknown };
  [setting: string]: unknown;
}

/** The emulators that take part, and what firebase-tools starts beside them whether asked or not. */
export const SUITE_PARTS = ['hosting', 'functions', 'auth', 'hub', 'logging', 'eventarc', 'tasks'] as const;

export type SuitePorts = Readonly<Record<(typeof SUITE_PARTS)[number], number>>;

export interface SuiteConfigOptions {
  ports: SuitePorts;
  /** The folders below are relative to the file that this is written to: of static files, of functions, of their variables. */
  publicFolder: string;
  functionsFolder: string;
  envFolder: string;
}

/**
 * The `firebase.json` that the emulators run by: Hosting as it is deployed, and what `firebase deploy` must know nothing of: the
 * functions, whose release goes another way, and ports. All listen on 127.0.0.1.
 */
export function suiteConfig(deployed: FirebaseJson, options: SuiteConfigOptions): object {
  const { ports, publicFolder, functionsFolder, envFolder } = options;
  const listening = SUITE_PARTS.map((part) => [part, { host: '127.0.0.1', port: ports[part] }]);
  return {
    hosting: { ...deployed.hosting, public: publicFolder },
    functions: [{ source: functionsFolder, configDir: envFolder }],
    emulators: { ...Object.fromEntries(listening), ui: { enabled: false } },
  };
}
