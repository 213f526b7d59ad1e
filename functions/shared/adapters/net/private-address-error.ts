/** A host that is, or stands for, an address that is not public. */
export class PrivateAddressError extends Error {
  readonly code = 'EPRIVATEADDRESS';

  constructor() {
    super('the host has an address that is not public');
    this.name = 'PrivateAddressError';
  }
}
