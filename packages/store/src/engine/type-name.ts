/** A ClickHouse type name taken apart: `Array(FixedString(8))` is `Array` of one argument. */
export interface TypeName {
  readonly text: string;
  readonly name: string;
  readonly args: readonly string[];
}

const NAME = /^\s*([A-Za-z0-9]+)\s*(?:\(([\s\S]*)\))?\s*$/;

/** Splits at commas outside parentheses and quotes. */
function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(from, i).trim());
      from = i + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts;
}

/** Throws for what is not a type name: types come from the program, not from users. */
export function parseTypeName(text: string): TypeName {
  const match = NAME.exec(text);
  if (!match) throw new Error(`BUG: ${text} is not a type`);
  return { text: text.trim(), name: match[1]!, args: match[2] === undefined ? [] : splitArguments(match[2]) };
}

export type IntegerRange = readonly [least: bigint, greatest: bigint];

/** The values an integer type holds; undefined for other types. */
export function integerRange(name: string): IntegerRange | undefined {
  const match = /^(U?)Int(8|16|32|64|128|256)$/.exec(name);
  if (!match) return undefined;
  const bits = BigInt(match[2]!);
  return match[1] === 'U' ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
}
