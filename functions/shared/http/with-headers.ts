import { GatewayError } from '../core/errors.ts';
import type { Answer } from './respond.ts';

/** Gives an answer these headers besides its own, also where it is an error. */
export async function withHeaders(
  headers: Readonly<Record<string, string>>,
  answer: Promise<Answer>,
): Promise<Answer> {
  try {
    const given = await answer;
    return { ...given, headers: { ...headers, ...given.headers } };
  } catch (error) {
    if (error instanceof GatewayError) throw error.withHeaders(headers);
    throw error;
  }
}
