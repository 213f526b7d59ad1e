export interface RefusingOptions {
  isDown: () => boolean;
  /** In [0, 1): of the calls that change something, half take effect all the same and only their answer is lost. */
  random: () => number;
}

/** A backend of ours that can be away: its calls then reject, those named in `changes` after having taken effect or not. */
export function refusing<T extends object>(
  port: T,
  changes: readonly (keyof T)[],
  { isDown, random }: RefusingOptions,
): T {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        const down = isDown();
        if (down && !(changes.includes(name as keyof T) && random() < 0.5)) throw new Error('away');
        const result: unknown = await member.apply(target, args);
        if (down) throw new Error('away: the answer was lost');
        return result;
      };
    },
  });
}
