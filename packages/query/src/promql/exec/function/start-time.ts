/**
 * Whether a counter began anew between two samples, by what they say of their start; 0 is unknown. A start at the
 * sample itself is OpenTelemetry's unknown start, one after it is wrong.
 */
export function isStartReset(startBefore: number, before: number, start: number, time: number): boolean {
  if (start === 0 || start >= time || start < before) return false;
  if (start > before) return true;
  // It began where the sample before was taken: that is how deltas go on, if that sample itself has a proper start.
  return startBefore !== 0 && startBefore < before;
}
