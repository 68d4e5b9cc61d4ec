const FLOAT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;

/** What Go's `ParseFloat` reads, hexadecimal apart; undefined for what it refuses. */
export function numberOf(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const infinite = INFINITY.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  return /^nan$/i.test(text) ? NaN : undefined;
}

/** A number as Go's `%g` writes it: shortest digits, with an exponent below 1e-4 and from 1e6. */
export function formatShortest(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
    // Go's exponent has at least two digits.
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A number as Go's `%.<digits>g` writes it. */
export function formatDigits(value: number, digits: number): string {
  if (!Number.isFinite(value)) return formatShortest(value);
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 10 ** digits)) {
    return rounded.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return String(rounded);
}
