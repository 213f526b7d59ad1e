/** A moment in the reader's zone and language, to the second. */
export function formatTime(iso: string, locale?: string, timeZone?: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone,
  }).format(at);
}

/** The day alone, such as `Wed 25 Feb`. */
export function formatDay(iso: string, locale?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone,
  }).format(new Date(iso));
}

/** The name of the day alone, such as `Wed`. */
export function formatWeekday(iso: string, locale?: string, timeZone?: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    timeZone,
  }).format(new Date(iso));
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How long ago a moment was, or in how long it will be, to the whole unit. */
export function relativeAge(iso: string, now: number, locale?: string): string {
  const ms = new Date(iso).getTime() - now;
  if (Number.isNaN(ms)) return '';
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  for (const [unit, length] of UNITS) {
    if (Math.abs(ms) >= length) return format.format(Math.trunc(ms / length), unit);
  }
  return format.format(Math.trunc(ms / 1000), 'second');
}
