/** The heading of the card that something stands in: what has the focus where that itself goes away. */
export function headingOf(element: Element | null): HTMLElement | null {
  return element?.closest('section')?.querySelector('h2') ?? null;
}
