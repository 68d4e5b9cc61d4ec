/** Go's exponent has a sign and at least two digits: JS `1e-7` is Go `1e-07`. */
function goExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/**
 * A sample value as Prometheus' API writes it: shortest digits that read back, no exponent between 1e-6 and 1e21,
 * `NaN`, `+Inf`, `-Inf`.
 */
export function formatSampleValue(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e21) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  // JavaScript changes to exponents at the same places: below 1e-6 and from 1e21.
  return Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21 ? String(value) : goExponent(String(value));
}

/** A number as Go's `%v` writes it, which the query printer and some messages use: exponents below 1e-4 and from 1e21. */
export function formatGoNumber(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude > 0 && magnitude < 1e-4) return goExponent(value.toExponential());
  return formatSampleValue(value);
}

/** A number as Go's `'f'` format writes it: all digits, never an exponent. */
export function formatPlainNumber(value: number): string {
  const text = formatSampleValue(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', first = '', rest = '', power] = match;
  const digits = first + rest;
  const point = 1 + Number(power);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0').slice(0, point);
}
