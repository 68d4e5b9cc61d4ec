import { ok, type Result } from '@bongsu/model';
import { parseGoDuration } from '../../../lang/index.js';

/** Seconds of a Go duration, with nanoseconds as Go's `Seconds` rounds them. */
export function durationSeconds(text: string): Result<number, string> {
  const ns = parseGoDuration(text);
  if (!ns.ok) return ns;
  const whole = Math.trunc(ns.value / 1e9);
  return ok(whole + (ns.value - whole * 1e9) / 1e9);
}
