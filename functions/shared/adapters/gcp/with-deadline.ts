/**
 * What `work` resolves to, or a rejection with `message` once `timeoutMs` are over. The work itself is not stopped: this is the last
 * bound around libraries whose own timeouts leave gaps, such as looking for credentials.
 */
export async function withDeadline<T>(work: Promise<T>, timeoutMs: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
