import { expect, jest, test } from '@jest/globals';
import { createTeardown } from './create-teardown.ts';

test('everything is undone once, the newest first, also where something fails', async () => {
  const teardown = createTeardown();
  const undone: string[] = [];
  const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  teardown.add(() => undone.push('first'));
  teardown.add(() => Promise.reject(new Error('it would not end')));
  teardown.add(async () => undone.push('last'));

  await teardown.run();
  await teardown.run();

  expect(undone).toEqual(['last', 'first']);
  expect(said).toHaveBeenCalledTimes(1);
  expect(said).toHaveBeenCalledWith(expect.stringContaining('it would not end'));
  said.mockRestore();
});
