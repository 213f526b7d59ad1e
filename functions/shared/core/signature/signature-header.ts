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
  for (let start = 0; start <= header.length; ) {
    const comma = header.indexOf(',', start);
    const end = comma === -1 ? header.length : comma;
    const separator = header.indexOf('=', start);
    if (separator !== -1 && separator < end) {
      const name = header.slice(start, separator).trim();
      if (name === 't') timestamps.push(header.slice(separator + 1, end).trim());
      else if (name === 'v1') signatures.push(header.slice(separator + 1, end).trim());
    }
    start = end + 1;
  }
  const [timestamp, ...others] = timestamps;
  if (timestamp === undefined || others.length > 0 || !/^[0-9]{1,15}$/.test(timestamp)) return undefined;
  return { timestamp, signatures };
}
