const NAMED: Readonly<Record<string, string>> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

function escaped(character: string, quote: string): string {
  if (character === quote) return '\\' + quote;
  const named = NAMED[character];
  if (named !== undefined) return named;
  const code = character.codePointAt(0)!;
  if (code < 0x20 || code === 0x7f) return '\\x' + code.toString(16).padStart(2, '0');
  // C1 controls, byte order mark, lone surrogates: what Go does not print, either.
  if ((code >= 0x80 && code < 0xa0) || code === 0xad || code === 0xfeff || (code >= 0xd800 && code < 0xe000)) {
    return '\\u' + code.toString(16).padStart(4, '0');
  }
  return character;
}

/** Text in double quotes as Go's `strconv.Quote` writes it, for all but exotic unprintable characters. */
export function goQuote(text: string): string {
  let out = '"';
  for (const character of text) out += escaped(character, '"');
  return out + '"';
}

/** One character in single quotes as Go's `%q` writes a rune. No character at all is U+FFFD, as end of input is. */
export function goQuoteChar(character: string): string {
  return `'${character === '' ? '\ufffd' : escaped(character, "'")}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\'"]))/y;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A string token's value; the lexer has checked the escapes. Bytes that are not UTF-8 become U+FFFD. */
export function unquote(token: string): string {
  const body = token.slice(1, -1);
  if (token.startsWith('`')) return body;
  if (!body.includes('\\')) return body;
  const bytes: number[] = [];
  for (let at = 0; at < body.length;) {
    ESCAPE.lastIndex = at;
    const match = body[at] === '\\' ? ESCAPE.exec(body) : null;
    if (match === null) {
      const character = String.fromCodePoint(body.codePointAt(at)!);
      bytes.push(...encoder.encode(character));
      at += character.length;
      continue;
    }
    const [whole, hex, short, long, octal, named] = match;
    at += whole.length;
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else if (named !== undefined) bytes.push(ESCAPES[named]!.charCodeAt(0));
    else bytes.push(...encoder.encode(String.fromCodePoint(parseInt((short ?? long)!, 16))));
  }
  return decoder.decode(Uint8Array.from(bytes));
}
