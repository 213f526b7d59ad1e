import { createHmac } from 'node:crypto';

/** HMAC-SHA256 with the secret's UTF-8 bytes over the bytes `<timestamp>` + `.` + body. */
export function webhookMac(secret: string, timestamp: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${timestamp}.`, 'latin1').update(body).digest();
}
