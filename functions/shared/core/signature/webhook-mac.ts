import { createHmac } from 'node:crypto';

/** HMAC-SHA256 with the secret's UTF-8 bytes over the bytes `<timestamp>` + `.` + body, as lower-case hex. */
export function webhookMac(secret: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`, 'latin1').update(body).digest('hex');
}
