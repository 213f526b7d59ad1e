/** Seconds a signature's `t` may differ from now, either way (spec section 3). */
export const SIGNATURE_TOLERANCE_SECONDS = 300;

/** The header that carries a webhook's signature, both ways, lower-case as Node gives it. */
export const SIGNATURE_HEADER = 'x-webhook-signature';

export interface SignatureHeader {
  timestamp: string;
  /** Each `v1` part as it stood, in order. */
  signatures: string[];
}

/** Splits `t=<unix seconds>,v1=<hex>[,v1=…]`. Undefined unless there is exactly one `t` of plain decimal digits. */
export function parseSignatureHeader(header: string): SignatureHeader | undefined {
  const timestamps: string[] = [];
  const signatures: string[] = [];
  for (const part of header.split(',')) {
    const separator = part.indexOf('=');
    if (separator === -1) continue;
    const name = part.slice(0, separator).trim();
    const value = part.slice(separator + 1).trim();
    if (name === 't') timestamps.push(value);
    else if (name === 'v1') signatures.push(value);
  }
  const [timestamp, ...others] = timestamps;
  if (timestamp === undefined || others.length > 0 || !/^[0-9]{1,15}$/.test(timestamp)) return undefined;
  return { timestamp, signatures };
}
