/**
 * The shortest decimal text that reads back as the same double, never with an exponent; `+Inf`, `-Inf`, `NaN`.
 * What Prometheus writes into `le` and `quantile` of OTLP metrics (Go's FormatFloat with 'f', -1).
 */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const e = text.indexOf('e');
  return e < 0 ? text : expanded(text.slice(0, e), Number(text.slice(e + 1)));
}

/** JavaScript writes an exponent from 1e21 up and below 1e-6. */
function expanded(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.slice(sign.length).split('.');
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}
