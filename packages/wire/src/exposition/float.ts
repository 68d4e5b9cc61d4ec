const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A value as Go's ParseFloat reads it in the forms that expositions may use: no hexadecimal, no underscores
 * (model/textparse). Undefined for anything else.
 */
export function parseExposedFloat(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case 'nan':
      return NaN;
    case 'inf':
    case '+inf':
    case 'infinity':
    case '+infinity':
      return Infinity;
    case '-inf':
    case '-infinity':
      return -Infinity;
    default:
      return undefined;
  }
}

/**
 * A bucket bound or quantile in the one form that Prometheus stores: a decimal point or an exponent always, so that
 * `1` and `1.0` are one series (OpenMetrics' canonical floats).
 */
export function canonicalBound(text: string): string {
  const value = parseExposedFloat(text);
  if (value === undefined) return text;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  // Go's FormatFloat 'g' in its shortest form: an exponent of at least two digits below 1e-4 and from 1e6 on.
  const magnitude = Math.abs(value);
  if (value !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
    const [mantissa = '', exponent = ''] = value.toExponential().split('e');
    const digits = exponent.slice(1).padStart(2, '0');
    return `${mantissa}e${exponent[0] ?? '+'}${digits}`;
  }
  const plain = String(value);
  return plain.includes('.') ? plain : `${plain}.0`;
}
