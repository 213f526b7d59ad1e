const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

export interface JsonScan {
  /** Deepest nesting of arrays and objects; `1` is `[]`, `0` a bare scalar. */
  depth: number;
  /** True when every number survives a trip through a double unchanged, so that plain `JSON.parse` loses nothing. */
  exactNumbers: boolean;
}

/**
 * Looks a JSON text over once, without building anything, so that depth is known before parsing and the slow
 * lossless parse is paid only by texts that need it. On a text that is not JSON the result means nothing;
 * the parser refuses it afterwards.
 */
export function scanJson(text: string): JsonScan {
  let depth = 0;
  let deepest = 0;
  let exactNumbers = true;
  let index = 0;
  while (index < text.length) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = afterString(text, index);
      continue;
    }
    if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      depth -= 1;
    } else if (startsNumber(code)) {
      const end = afterNumber(text, index);
      if (exactNumbers) exactNumbers = isExact(text.slice(index, end));
      index = end;
      continue;
    }
    index += 1;
  }
  return { depth: deepest, exactNumbers };
}

/** Looks for the quote that ends a string, which the engine finds in a long one far faster than a loop does. */
function afterString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) return text.length;
  } while (isEscaped(text, end));
  return end + 1;
}

/** Whether an odd number of backslashes stands before a quote. No two quotes share theirs, so all of them take linear time. */
function isEscaped(text: string, quote: number): boolean {
  let before = quote - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (quote - before) % 2 === 0;
}

function afterNumber(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && continuesNumber(text.charCodeAt(index))) index += 1;
  return index;
}

function startsNumber(code: number): boolean {
  return code === 0x2d || isDigit(code);
}

function continuesNumber(code: number): boolean {
  // Digits, "+", "-", ".", "E" and "e".
  return isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x45 || code === 0x65;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isExact(source: string): boolean {
  // "-0", "1.0", "1E3" and whatever overflows or rounds all come back different.
  return String(Number(source)) === source;
}
