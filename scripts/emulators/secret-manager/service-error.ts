/** The canonical codes that the service refuses with, whatever the transport makes of them. */
export type ServiceCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED'
  | 'FAILED_PRECONDITION'
  | 'UNIMPLEMENTED'
  | 'UNAVAILABLE';

/** A request that the service refuses. */
export class ServiceError extends Error {
  readonly code: ServiceCode;

  constructor(code: ServiceCode, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
  }
}
