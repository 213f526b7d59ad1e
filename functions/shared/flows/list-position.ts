/** A place in a list that begins with the newest; the next page goes on after it. */
export interface ListPosition {
  /** Epoch ms. */
  createdAt: number;
  id: string;
}
