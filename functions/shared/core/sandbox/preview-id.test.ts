import { expect, test } from '@jest/globals';
import { openPreviewId, PREVIEW_MEMORY_MS, sealPreviewId } from './preview-id.ts';

const key = Buffer.alloc(32, 7);
const choice = { atsId: 'demo', event: 'candidate.created', referenceId: 'r-1', at: 1_772_015_400_123 };
const id = sealPreviewId(choice, key);

test('a preview id stands for what was previewed, for a quarter of an hour', () => {
  expect(openPreviewId(id, 'demo', key, choice.at)).toEqual(choice);
  expect(openPreviewId(id, 'demo', key, choice.at + PREVIEW_MEMORY_MS)).toEqual(choice);
  expect(openPreviewId(id, 'demo', key, choice.at + PREVIEW_MEMORY_MS + 1)).toBeUndefined();
});

test('it is good for no other ATS and no other key, and not when it was altered', () => {
  expect(openPreviewId(id, 'other', key, choice.at)).toBeUndefined();
  expect(openPreviewId(id, 'demo', Buffer.alloc(32), choice.at)).toBeUndefined();
  for (let index = 0; index < id.length; index += 1) {
    const altered = `${id.slice(0, index)}${id[index] === 'A' ? 'B' : 'A'}${id.slice(index + 1)}`;
    expect(openPreviewId(altered, 'demo', key, choice.at)).toBeUndefined();
  }
  for (const nonsense of ['', 'x', '%', id + id, `${id}=`]) {
    expect(openPreviewId(nonsense, 'demo', key, choice.at)).toBeUndefined();
  }
});
