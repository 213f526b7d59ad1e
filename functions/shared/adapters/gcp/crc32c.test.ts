import { describe, expect, test } from '@jest/globals';
import { crc32c } from './crc32c.ts';

// The check value of the algorithm's catalogue entry, and the examples of RFC 3720, appendix B.4.
describe('CRC-32C', () => {
  test.each([
    ['nothing', Buffer.of(), 0x00000000],
    ['the check text', Buffer.from('123456789'), 0xe3069283],
    ['32 bytes of zeros', Buffer.alloc(32), 0x8a9136aa],
    ['32 bytes of ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
    ['32 rising bytes', Buffer.from(Array.from({ length: 32 }, (_, at) => at)), 0x46dd794e],
    ['32 falling bytes', Buffer.from(Array.from({ length: 32 }, (_, at) => 31 - at)), 0x113fdb5c],
  ])('of %s is the published one', (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected);
  });
});
