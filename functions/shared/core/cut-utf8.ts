/** The first `maxBytes` of a text's bytes, less what would be half a character at their end (RFC 3629). */
export function cutUtf8(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length <= maxBytes) return bytes;
  let end = maxBytes;
  // A byte 10xxxxxx goes on with a character that began at most three bytes before.
  while (end > maxBytes - 3 && end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}
