import { DEFAULT_TENANT, millis, nanos } from '@bongsu/model';
import type { DecodeContext } from '../otlp/context.js';

/** 2025-10-09T08:53:20Z */
export const NOW_NS = 1_760_000_000_000_000_000n;
export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
export const SPAN_ID = 'b7ad6b7169203331';

/** Accepts a year back and an hour ahead of {@link NOW_NS}. */
export const CONTEXT: DecodeContext = {
  tenant: DEFAULT_TENANT,
  now: nanos(NOW_NS),
  window: { oldest: millis(1_760_000_000_000 - 365 * 86_400_000), newest: millis(1_760_000_000_000 + 3_600_000) },
};
