/** A request's headers as they came over the wire, names in lower case, framing headers included. */
export function wireHeaders({ rawHeaders }: { rawHeaders: string[] }): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    headers[String(rawHeaders[index]).toLowerCase()] = String(rawHeaders[index + 1]);
  }
  return headers;
}
