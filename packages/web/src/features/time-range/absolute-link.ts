import { type RangeMs } from './range.js';

/** The address of this page with the range as it is at this moment, so that others see the same. */
export function absoluteLink(range: RangeMs): string {
  const url = new URL(location.href);
  url.searchParams.set('from', String(range.start));
  url.searchParams.set('to', String(range.end));
  return url.href;
}
