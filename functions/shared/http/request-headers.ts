import type { IncomingMessage } from 'node:http';

/**
 * The value of a header that may appear once: undefined when it is absent, `'repeated'` when it came twice, which is refused
 * rather than guessed at.
 */
export function singleHeader(
  request: IncomingMessage,
  name: string,
): { value: string | undefined; repeated: boolean } {
  const values = request.headersDistinct[name] ?? [];
  return { value: values[0], repeated: values.length > 1 };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A header's value as UTF-8. Node gives each byte as one character (latin1); integrators send identifiers in UTF-8. Undefined
 * when the bytes are not UTF-8.
 */
export function headerAsUtf8(value: string): string | undefined {
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return undefined;
  }
}
