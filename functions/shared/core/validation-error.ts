import { GatewayError, type ValidationIssue } from './errors.ts';

/** A 422 that names what is wrong and where. */
export function validationError(...issues: ValidationIssue[]): GatewayError {
  return new GatewayError('validation_failed', { detail: issues });
}
