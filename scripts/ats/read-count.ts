import { InvalidArgumentError } from 'commander';

/** Makes a reader of a whole number from 1 to `most`. It throws what commander tells as a wrong argument. */
export function readCount(most: number): (text: string) => number {
  return (text) => {
    const count = /^[0-9]{1,9}$/.test(text) ? Number(text) : 0;
    if (count < 1 || count > most) throw new InvalidArgumentError(`It is a number from 1 to ${most}.`);
    return count;
  };
}
