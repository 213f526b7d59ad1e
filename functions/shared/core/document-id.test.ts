import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeDocumentId, unescapeDocumentId } from './document-id.ts';

/** Any code point but a surrogate, and often one of the characters that matter. */
const unit = fc.oneof(
  fc.nat({ max: 0x10f7ff }).map((code) => String.fromCodePoint(code < 0xd800 ? code : code + 0x800)),
  fc.constantFrom(...'./_%25F\0\n'),
);
const ids = fc.array(unit, { minLength: 1, maxLength: 128 }).map((units) => units.join(''));
const hostile = fc.constantFrom(
  '.',
  '..',
  '...',
  '__',
  '___',
  '____',
  '__x__',
  '__\n__',
  '__\u2028__',
  '%2E',
  '%2F',
  '/',
  '%',
  'a/b',
);
const anyId = fc.oneof(ids, hostile);
const runs = { numRuns: 1000 };

test('every identifier comes back as it was', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      expect(unescapeDocumentId(escapeDocumentId(id))).toBe(id);
    }),
    runs,
  );
});

test('no identifier makes a document id that Firestore forbids', () => {
  fc.assert(
    fc.property(anyId, (id) => {
      const documentId = escapeDocumentId(id);
      expect(documentId).not.toBe('');
      expect(documentId).not.toContain('/');
      expect(['.', '..']).not.toContain(documentId);
      expect(documentId).not.toMatch(/^__.*__$/s);
      expect(documentId.isWellFormed()).toBe(true);
    }),
    runs,
  );
});

test.each([
  ['letters of four bytes', '😀'],
  ['slashes', '/'],
  ['null characters', '\0'],
  ['letters of three bytes', '北'],
])('128 %s stay below 1,500 bytes', (_, character) => {
  expect(Buffer.byteLength(escapeDocumentId(character.repeat(128)))).toBeLessThanOrEqual(512);
});

test('two identifiers never share a document id', () => {
  fc.assert(
    fc.property(anyId, anyId, (one, other) => {
      fc.pre(one !== other);
      expect(escapeDocumentId(one)).not.toBe(escapeDocumentId(other));
    }),
    runs,
  );
});

test.each([
  ['cand-42', 'cand-42'],
  ['Zoë 北京 😀', 'Zoë 北京 😀'],
  ['a.b', 'a.b'],
  ['...', '...'],
  ['_x_', '_x_'],
  ['a/b', 'a%2Fb'],
  ['.', '%2E'],
  ['..', '%2E.'],
  ['__id__', '%5F_id__'],
  ['____', '%5F___'],
  ['__\u2028__', '%5F_\u2028__'],
  ['%2F', '%252F'],
  ['\0\x1f\x7f', '%00%1F%7F'],
])('%j is stored as %j, now and in later releases', (id, documentId) => {
  expect(escapeDocumentId(id)).toBe(documentId);
});

test('a composed and a decomposed letter are two identifiers', () => {
  expect(escapeDocumentId('\u00e9')).not.toBe(escapeDocumentId('e\u0301'));
});

test('an empty string is refused', () => {
  expect(() => escapeDocumentId('')).toThrow('an empty string');
});

test.each(['\ud800', '\udfff', 'a\ud83d', '\udc00\ud800'])('a lone surrogate is refused: %j', (id) => {
  expect(() => escapeDocumentId(id)).toThrow('a lone surrogate');
});
