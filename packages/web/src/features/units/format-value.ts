import { formatDateTime } from '../../time/format.js';
import { stepOf } from './scales.js';
import { unitOf } from './units.js';

/** A value in parts, so that a large number can stand beside a small unit. */
export interface ValueParts {
  readonly prefix: string;
  readonly text: string;
  readonly suffix: string;
}

/**
 * A value as its unit is written.
 * @param decimals digits after the point; by default as many as three significant digits need, and no trailing zeros.
 */
export function valueParts(value: number, unitId?: string, decimals?: number): ValueParts {
  const bare = (text: string): ValueParts => ({ prefix: '', text, suffix: '' });
  if (Number.isNaN(value)) return bare('NaN');
  if (!Number.isFinite(value)) return bare(value > 0 ? '∞' : '-∞');
  const unit = unitOf(unitId);
  switch (unit.kind) {
    case 'scaled': {
      let [size, symbol] = stepOf(unit.scale, value);
      // What rounds up to the next step is written in it: 1000 kB is 1 MB.
      const rounded = Number(digits(value / size, decimals)) * size;
      [size, symbol] = stepOf(unit.scale, rounded === 0 ? value : rounded);
      const gap = symbol === '' || unit.tight ? '' : ' ';
      return {
        prefix: unit.prefix ?? '',
        text: digits(value / size, decimals),
        suffix: gap + symbol + (unit.suffix ?? ''),
      };
    }
    case 'fixed':
      return {
        prefix: unit.prefix ?? '',
        text: digits(value * (unit.factor ?? 1), decimals),
        suffix: unit.suffix ?? '',
      };
    case 'clock':
      return bare(clock(value));
    case 'date':
      return bare(formatDateTime(value));
    case 'boolean':
      return bare(value === 0 ? 'false' : 'true');
    case 'hex':
      return bare(Math.trunc(value).toString(16).toUpperCase());
    case 'scientific':
      return bare(value.toExponential(decimals ?? 2));
    case 'text':
      return bare(String(value));
  }
}

export function formatValue(value: number, unitId?: string, decimals?: number): string {
  const { prefix, text, suffix } = valueParts(value, unitId, decimals);
  return prefix + text + suffix;
}

function digits(value: number, decimals: number | undefined): string {
  if (decimals !== undefined) return value.toFixed(Math.min(20, Math.max(0, Math.round(decimals))));
  const abs = Math.abs(value);
  if (abs === 0) return '0';
  if (abs >= 1e15 || abs < 1e-4) return value.toPrecision(3).replace(/\.?0+(?=e|$)/, '');
  const places = abs >= 1000 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(abs)));
  return String(Number(value.toFixed(Math.min(8, places))));
}

/** `d hh:mm:ss` of seconds. */
function clock(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(whole / 86_400);
  const time = `${two(Math.floor((whole % 86_400) / 3_600))}:${two(Math.floor((whole % 3_600) / 60))}:${two(whole % 60)}`;
  return `${seconds < 0 ? '-' : ''}${days > 0 ? `${days} d ` : ''}${time}`;
}
