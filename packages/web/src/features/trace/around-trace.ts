import { nanosToMs } from '../../time/nanos.js';
import { type TraceTree } from './tree.js';

/** Around a trace that takes milliseconds there is something to see in minutes. */
export const AROUND_MS = 900_000;

/** The time range that a page about something of this trace opens with. */
export function aroundTrace(tree: Pick<TraceTree, 'start' | 'duration'>): {
  readonly from: string;
  readonly to: string;
} {
  const end = nanosToMs(tree.start + BigInt(tree.duration)) + AROUND_MS;
  return { from: String(nanosToMs(tree.start) - AROUND_MS), to: String(end) };
}
