import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAtMost } from './read-at-most.ts';

describe('readAtMost', () => {
  test('gives the first bytes of any stream and says whether there were more', async () => {
    const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }).map(Buffer.from));
    await fc.assert(
      fc.asyncProperty(chunks, fc.nat({ max: 100 }), async (parts, limit) => {
        const whole = Buffer.concat(parts);

        const { body, truncated } = await readAtMost(Readable.from(parts, { objectMode: false }), limit);

        expect(body.equals(whole.subarray(0, limit))).toBe(true);
        expect(truncated).toBe(whole.length > limit);
      }),
    );
  });

  test('reads no further than the limit, and destroys the stream', async () => {
    let made = 0;
    const endless = new Readable({
      highWaterMark: 10,
      read() {
        made += 10;
        this.push(Buffer.alloc(10));
      },
    });

    await readAtMost(endless, 100);

    expect(endless.destroyed).toBe(true);
    expect(made).toBeLessThan(200);
  });

  test('rejects with what the stream failed with', async () => {
    const stream = new PassThrough();
    const read = readAtMost(stream, 100);
    stream.write('half');

    stream.destroy(new Error('cut'));

    await expect(read).rejects.toThrow('cut');
  });
});
