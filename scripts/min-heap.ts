/** What is due when: earliest first, and in the order it was added where times are equal. */
export class MinHeap<T> {
  #entries: { at: number; order: number; item: T }[] = [];
  #added = 0;

  /** Infinity when there is nothing. */
  get nextAt(): number {
    return this.#entries[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  push(at: number, item: T): void {
    const entries = this.#entries;
    entries.push({ at, order: this.#added, item });
    this.#added += 1;
    for (let child = entries.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfLater(parent, child)) return;
      child = parent;
    }
  }

  /** Takes what is due at `now`, if anything is. */
  popDue(now: number): T | undefined {
    const first = this.#entries[0];
    if (first === undefined || first.at > now) return undefined;
    const last = this.#entries.pop();
    if (last !== undefined && last !== first) {
      this.#entries[0] = last;
      this.#sinkFirst();
    }
    return first.item;
  }

  #sinkFirst(): void {
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      const child = this.#isLater(left, left + 1) ? left + 1 : left;
      if (!this.#swapIfLater(parent, child)) return;
      parent = child;
    }
  }

  #isLater(index: number, other: number): boolean {
    const [a, b] = [this.#entries[index], this.#entries[other]];
    return a !== undefined && b !== undefined && (a.at - b.at || a.order - b.order) > 0;
  }

  #swapIfLater(index: number, other: number): boolean {
    const [a, b] = [this.#entries[index], this.#entries[other]];
    if (a === undefined || b === undefined || !this.#isLater(index, other)) return false;
    this.#entries[index] = b;
    this.#entries[other] = a;
    return true;
  }
}
