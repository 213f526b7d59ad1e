/** A call that Identity Toolkit has refused, by the code that it gives for it. Nothing of what was sent is in it. */
export class IdentityToolkitError extends Error {
  /** Such as `EMAIL_EXISTS`. */
  readonly code: string;

  constructor(method: string, code: string, status: number) {
    super(`Identity Platform refused ${method} with ${status} ${code}`);
    this.name = 'IdentityToolkitError';
    this.code = code;
  }
}

/** A handler for `catch`: undefined where Identity Toolkit has refused with one of these codes. Throws every other error on. */
export function undefinedFor(...codes: readonly string[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof IdentityToolkitError && codes.includes(error.code)) return undefined;
    throw error;
  };
}
