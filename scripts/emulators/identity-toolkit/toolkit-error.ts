/** A call that Identity Toolkit refuses; its message is the code, with or without prose after it. */
export class ToolkitError extends Error {
  readonly httpStatus: number;

  constructor(message: string, httpStatus = 400) {
    super(message);
    this.name = 'ToolkitError';
    this.httpStatus = httpStatus;
  }
}

/** Throws unless `condition` holds. */
export function demand(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ToolkitError(message);
}
