/** `refuse`: every call is answered UNAVAILABLE. `silence`: no call is answered at all. */
export type OutageKind = 'refuse' | 'silence';

/** What becomes of a call: `lose_answer` does what is asked and then refuses as if it had not. */
export type CallFate = 'serve' | 'lose_answer' | OutageKind;

/** Outages made on demand, for whatever transport asks. */
export interface Outage {
  begin(kind: OutageKind): void;
  end(): void;
  /** The next `count` calls take effect, and are answered UNAVAILABLE all the same. */
  loseAnswers(count: number): void;
  /** Asked once for each call. */
  nextFate(): CallFate;
}

export function createOutage(): Outage {
  let kind: OutageKind | undefined;
  let answersToLose = 0;

  return {
    begin(given) {
      kind = given;
    },
    end() {
      kind = undefined;
    },
    loseAnswers(count) {
      answersToLose = count;
    },
    nextFate() {
      if (kind !== undefined) return kind;
      if (answersToLose === 0) return 'serve';
      answersToLose -= 1;
      return 'lose_answer';
    },
  };
}
