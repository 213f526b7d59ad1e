export interface SendRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** The bytes that go out, exactly. */
  body: Buffer;
  /** From name look-up to the answer's last byte. */
  timeoutMs: number;
  /** Most that is read of the answer's body. */
  maxResponseBytes: number;
}

/** Why there was no answer. */
export type SendFailure =
  | 'timeout'
  | 'name_not_found'
  | 'private_address'
  | 'connection_refused'
  | 'connection_lost'
  | 'tls'
  | 'bad_answer'
  | 'invalid_url'
  | 'other';

export type SendResult =
  | {
      kind: 'response';
      statusCode: number;
      headers: Readonly<Record<string, string | string[] | undefined>>;
      /** As it came over the wire, never inflated. */
      body: Buffer;
      bodyTruncated: boolean;
      durationMs: number;
    }
  | { kind: 'error'; failure: SendFailure; reason: string; durationMs: number };

/** POSTs to a URL of an ATS. A failing endpoint is a result, not an exception: `send` does not throw. */
export interface HttpSender {
  send(request: SendRequest): Promise<SendResult>;
}
