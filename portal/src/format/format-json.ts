const LITERAL = /[-+.0-9a-zA-Z]/;

/**
 * JSON text with line breaks and indentation. Only white space between its parts is another: numbers and strings stay as they are
 * written, which parsing would not promise. Text that was cut is laid out as far as it goes; what is no JSON is given back unaltered.
 */
export function formatJson(text: string): string {
  if (!/^\s*[{[]/.test(text)) return text;
  let out = '';
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '"') {
      const end = endOfString(text, i);
      out += text.slice(i, end);
      i = end - 1;
    } else if (char === '{' || char === '[') {
      const close = closesAtOnce(text, i);
      if (close > 0) {
        out += char + text.charAt(close);
        i = close;
      } else out += char + lineBreak(++depth);
    } else if (char === '}' || char === ']') {
      if (--depth < 0) return text;
      out += lineBreak(depth) + char;
    } else if (char === ',') out += char + lineBreak(depth);
    else if (char === ':') out += ': ';
    else if (LITERAL.test(char)) out += char;
    else if (!/\s/.test(char)) return text;
  }
  return out;
}

function lineBreak(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

/** Just after the closing quote, or the end of text that was cut within the string. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charAt(i) !== '"') i += text.charAt(i) === '\\' ? 2 : 1;
  return Math.min(i + 1, text.length);
}

/** Where an object or list without anything in it closes; 0 where there is something. */
function closesAtOnce(text: string, start: number): number {
  const close = text.charAt(start) === '{' ? '}' : ']';
  let i = start + 1;
  while (/\s/.test(text.charAt(i))) i++;
  return text.charAt(i) === close ? i : 0;
}
