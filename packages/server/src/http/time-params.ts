import { millis, nanos, type Millis, type Nanos } from '@bongsu/model';

const RFC3339 = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/;

/** RFC 3339 with up to nine digits of a second, exactly; undefined when `text` is something else. */
export function parseRfc3339(text: string): Nanos | undefined {
  const found = RFC3339.exec(text);
  if (found === null) return undefined;
  const [, date = '', time = '', fraction = '', zone = ''] = found;
  const ms = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(ms)) return undefined;
  return nanos(BigInt(ms) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
}

/**
 * A time as Loki takes it: with a point it is seconds (to the millisecond), a whole number is seconds up to ten
 * digits and nanoseconds beyond, else RFC 3339. (pkg/loghttp/params.go of Loki)
 */
export function parseLokiTime(text: string): Nanos | undefined {
  if (/^-?\d+$/.test(text)) {
    const digits = text.replace('-', '').length;
    return nanos(BigInt(text) * (digits <= 10 ? 1_000_000_000n : 1n));
  }
  if (/^-?\d+\.\d+$/.test(text)) return nanos(BigInt(Math.round(Number(text) * 1000)) * 1_000_000n);
  return parseRfc3339(text);
}

/** The texts Prometheus uses for the ends of time. */
const MIN_TIME = '-292273086-05-16T16:47:06Z';
const MAX_TIME = '+292277025-08-18T07:12:54.999999999Z';
/** What a JavaScript date can hold; beyond it no sample lies. */
const END_OF_TIME_MS = 8.64e15;

/** A time as Prometheus takes it: seconds with a fraction (to the millisecond) or RFC 3339. */
export function parsePrometheusTime(text: string): Millis | undefined {
  if (text === MIN_TIME) return millis(-END_OF_TIME_MS);
  if (text === MAX_TIME) return millis(END_OF_TIME_MS);
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) {
    const ms = Math.round(Number(text) * 1000);
    if (!Number.isFinite(ms)) return undefined;
    // Grafana's probe sends milliseconds where seconds are meant; such times are far off, not wrong.
    return millis(Math.max(-END_OF_TIME_MS, Math.min(END_OF_TIME_MS, ms)));
  }
  const ns = parseRfc3339(text);
  return ns === undefined ? undefined : millis(Number(ns / 1_000_000n));
}
