import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutUtf8 } from './cut-utf8.ts';

test('what is short enough is left alone', () => {
  const bytes = Buffer.from('é漢🙂');
  expect(cutUtf8(bytes, bytes.length)).toBe(bytes);
});

test('a text that is cut is the beginning of the text, whole to its last character, and as long as it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(40), (text, max) => {
      const bytes = Buffer.from(text.toWellFormed());
      const cut = Buffer.from(cutUtf8(bytes, max));
      const shown = cut.toString();
      expect(text.toWellFormed().startsWith(shown)).toBe(true);
      expect(Buffer.from(shown)).toEqual(cut);
      expect(cut.length).toBeLessThanOrEqual(max);
      if (bytes.length > max) expect(cut.length).toBeGreaterThan(max - 4);
    }),
  );
});

test('bytes that are no text are cut close to where they should be', () => {
  expect(cutUtf8(Buffer.alloc(100, 0x80), 50).length).toBe(47);
  expect(cutUtf8(Buffer.alloc(100, 0xff), 50).length).toBe(50);
});
