/** The gRPC status codes this service refuses with, by name, so that a transport other than gRPC can translate them too. */
export type CloudTasksErrorCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FAILED_PRECONDITION'
  | 'UNIMPLEMENTED'
  | 'UNAVAILABLE';

/** A call the service refuses; everything else that is thrown is a mistake of the emulator's own. */
export class CloudTasksError extends Error {
  readonly code: CloudTasksErrorCode;

  constructor(code: CloudTasksErrorCode, message: string) {
    super(message);
    this.name = 'CloudTasksError';
    this.code = code;
  }
}

/** Throws INVALID_ARGUMENT unless `condition` holds. */
export function requireArgument(condition: boolean, message: string): asserts condition {
  if (!condition) throw new CloudTasksError('INVALID_ARGUMENT', message);
}
