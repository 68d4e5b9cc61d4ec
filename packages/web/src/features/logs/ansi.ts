/** Text in one look. Colours are 0-7 of the terminal's eight; 256-colour and true-colour codes fall back to none. */
export interface AnsiSpan {
  readonly text: string;
  readonly colour: number | undefined;
  readonly bold: boolean;
  readonly underline: boolean;
}

const plain = { colour: undefined, bold: false, underline: false } as const;

/** Whether a line holds codes for a terminal at all: most do not. */
export function hasAnsi(text: string): boolean {
  return text.includes('\u001b[');
}

/** Splits text by its SGR codes (ECMA-48, 8.3.117); other control sequences are left out. */
export function ansiSpans(text: string): readonly AnsiSpan[] {
  const spans: AnsiSpan[] = [];
  let look: Omit<AnsiSpan, 'text'> = plain;
  let at = 0;
  for (const found of text.matchAll(/\u001b\[([\d;]{0,40})([A-Za-z])/g)) {
    if (found.index > at) spans.push({ ...look, text: text.slice(at, found.index) });
    at = found.index + found[0].length;
    if (found[2] === 'm') look = applied(look, found[1] ?? '');
  }
  if (at < text.length) spans.push({ ...look, text: text.slice(at) });
  return spans;
}

/** The text as it reads without its codes. */
export function withoutAnsi(text: string): string {
  return hasAnsi(text)
    ? ansiSpans(text)
        .map((span) => span.text)
        .join('')
    : text;
}

function applied(look: Omit<AnsiSpan, 'text'>, codes: string): Omit<AnsiSpan, 'text'> {
  const numbers = codes.split(';').map(Number);
  let next = look;
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i] ?? 0;
    if (code === 0) next = plain;
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 22) next = { ...next, bold: false };
    else if (code === 4) next = { ...next, underline: true };
    else if (code === 24) next = { ...next, underline: false };
    else if (code >= 30 && code <= 37) next = { ...next, colour: code - 30 };
    else if (code >= 90 && code <= 97) next = { ...next, colour: code - 90 };
    else if (code === 39) next = { ...next, colour: undefined };
    // `38;5;n` and `38;2;r;g;b` carry their colour in the numbers behind.
    else if (code === 38 || code === 48) i += numbers[i + 1] === 5 ? 2 : numbers[i + 1] === 2 ? 4 : 0;
  }
  return next;
}
