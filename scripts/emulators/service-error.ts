/** The canonical codes that Google's services refuse with, whatever the transport makes of them. */
export type ServiceCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'FAILED_PRECONDITION'
  | 'UNIMPLEMENTED'
  | 'UNAVAILABLE';

/** A call that an emulated service refuses; everything else that is thrown is a mistake of the emulator's own. */
export class ServiceError extends Error {
  readonly code: ServiceCode;

  constructor(code: ServiceCode, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
  }
}

/** Throws INVALID_ARGUMENT unless `condition` holds. */
export function requireArgument(condition: boolean, message: string): asserts condition {
  if (!condition) throw new ServiceError('INVALID_ARGUMENT', message);
}
