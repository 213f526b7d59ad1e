import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { StartupError } from '../../../functions/shared/core/startup-error.ts';
import { tempDir } from '../../../tests/support/temp-dir.ts';
import { type InboxStore, MAX_LISTED_BYTES, openInboxStore } from './inbox-store.ts';

describe('the inbox store', () => {
  let store: InboxStore;
  beforeEach(() => {
    store = openInboxStore(':memory:');
  });
  afterEach(() => store.close());

  const add = (eventId: string, body = '{}') =>
    store.add({
      receivedAt: 0,
      atsId: 'demo',
      verdict: 'valid',
      eventId,
      answeredStatus: 200,
      headers: {},
      body,
    });
  const listed = (limit: number) => {
    const { messages, truncated } = store.list(limit);
    return { ids: messages.map(({ eventId }) => eventId), truncated };
  };

  test('lists the newest first, and says when there are older ones', () => {
    for (const id of ['a', 'b', 'c']) add(id);

    expect(listed(2)).toEqual({ ids: ['c', 'b'], truncated: true });
    expect(listed(3)).toEqual({ ids: ['c', 'b', 'a'], truncated: false });
  });

  test('lists no more than its budget of bodies, counted in bytes', () => {
    // Two bytes a character in UTF-8.
    const quarter = 'é'.repeat(MAX_LISTED_BYTES / 8);
    for (const id of ['a', 'b', 'c', 'd']) add(id, quarter);
    expect(listed(1000)).toEqual({ ids: ['d', 'c', 'b', 'a'], truncated: false });

    add('e', '{}');

    expect(listed(1000)).toEqual({ ids: ['e', 'd', 'c', 'b'], truncated: true });
  });

  test('lists one message whatever its size', () => {
    add('a');
    add('b', 'x'.repeat(MAX_LISTED_BYTES + 1));

    expect(listed(1000)).toEqual({ ids: ['b'], truncated: true });
  });

  test('takes messages in after a list that was cut short', () => {
    for (const id of ['a', 'b', 'c']) add(id);
    store.list(1);

    add('d');

    expect(listed(1)).toEqual({ ids: ['d'], truncated: true });
    expect(store.count('d')).toBe(1);
  });

  test('names a file that is not a database', () => {
    const dir = tempDir();
    writeFileSync(join(dir.path, 'inbox.db'), 'words '.repeat(100));

    expect(() => openInboxStore(dir.path)).toThrow(StartupError);
    expect(() => openInboxStore(dir.path)).toThrow(/inbox\.db: this file is not a database\. Move it away/);
    dir.remove();
  });
});
