const FUNCTIONS = `${process.cwd()}/functions/`;

/** What stands between a flow and its ports, or around it, is not where a call is made. */
const NOT_OF_A_FLOW = [
  'shared/adapters/',
  'shared/runtime/',
  'shared/http/',
  'shared/flows/commit-along.ts',
  'shared/flows/in-time.ts',
  'shared/flows/or-unavailable.ts',
];

/** Frames enough for the longest way from a request to a port. */
const MAX_FRAMES = 40;

/** Names enough to tell one call from another. */
const MAX_NAMES = 3;

/** Where a call of a port is made. */
export interface CallPlace {
  /** The last of the flow's functions that led to it: `deliverAttempt > claim > updateOwn`. */
  path: string;
  /** Where the innermost of them stands in the sources, `functions/…:line`. */
  line: () => string;
}

/** The place in the flows that the caller of this was called from. */
export function callPlace(): CallPlace {
  const trace: { stack?: NodeJS.CallSite[] } = {};
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = MAX_FRAMES;
  const mapped = new Error('for its stack');
  Error.prepareStackTrace = (_, sites) => sites;
  try {
    Error.captureStackTrace(trace, callPlace);
    const names = (trace.stack ?? []).filter(isOfAFlow).map(nameOf).filter(Boolean);
    const path = names.slice(0, MAX_NAMES).toReversed().join(' > ');
    return { path, line: () => lineIn(mapped.stack ?? '') };
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function isOfAFlow(site: NodeJS.CallSite): boolean {
  return fileInFunctions(site.getFileName() ?? '') !== undefined;
}

function fileInFunctions(file: string): string | undefined {
  const path = file.replace(/^file:\/\//, '');
  if (!path.startsWith(FUNCTIONS)) return undefined;
  const inside = path.slice(FUNCTIONS.length);
  return NOT_OF_A_FLOW.some((folder) => inside.startsWith(folder)) ? undefined : inside;
}

function nameOf(site: NodeJS.CallSite): string {
  return site.getMethodName() ?? site.getFunctionName() ?? '';
}

function lineIn(stack: string): string {
  for (const [, file = '', line] of stack.matchAll(/\(?((?:file:\/\/)?\/[^():]+):(\d+):\d+\)?$/gm)) {
    const inside = fileInFunctions(file);
    if (inside !== undefined) return `functions/${inside}:${line}`;
  }
  return '';
}
