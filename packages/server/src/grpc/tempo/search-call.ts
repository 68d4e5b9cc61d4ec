import { durationNs, err, ok } from '@bongsu/model';
import { searchTraces } from '@bongsu/query/traceql';
import { decodeSearchRequest } from '@bongsu/wire/tempopb';
import { failure } from '../../errors/failure.js';
import { DONE } from '../../http/tempo/metrics-json.js';
import { foundTraceJson } from '../../http/tempo/search-json.js';
import { tempoFailure } from '../../http/tempo/tempo-failure.js';
import { rangeOr } from '../../http/tempo/tempo-params.js';
import { secondsRange } from './seconds-range.js';
import type { TempoHandler } from './tempo-call.js';

const QUARTER_HOUR_MS = 900_000;
const DEFAULT_LIMIT = 20;
const DEFAULT_SPANS_PER_SET = 3;
const NS_PER_MS = 1_000_000n;

/** `Search`: traces as they are found, each once; the last message says that the search is over. */
export const answerSearch: TempoHandler = async ({ tenant, body, signal, send }, { runner, clock, maxSpans }) => {
  const asked = decodeSearchRequest(body);
  if (!asked.ok) return err(failure('malformed_body', asked.error));
  const { query, tags, limit, spansPerSpanSet, minDurationMs, maxDurationMs } = asked.value;
  const range = rangeOr(secondsRange(asked.value), clock, QUARTER_HOUR_MS);
  if (!range.ok) return range;
  const q = query === '' ? undefined : query;
  const found = await searchTraces(
    {
      tenant,
      ...range.value,
      q,
      tags: q === undefined || tags.size > 0 ? Object.fromEntries(tags) : undefined,
      ...(minDurationMs === 0 ? {} : { minDuration: durationNs(BigInt(minDurationMs) * NS_PER_MS) }),
      ...(maxDurationMs === 0 ? {} : { maxDuration: durationNs(BigInt(maxDurationMs) * NS_PER_MS) }),
      limit: limit || DEFAULT_LIMIT,
      spansPerSpanSet: spansPerSpanSet || DEFAULT_SPANS_PER_SET,
      maxTraceSpans: maxSpans,
    },
    runner,
    signal,
    (traces) => send('search', { traces: traces.map(foundTraceJson), metrics: { totalJobs: 1 } }),
  );
  if (!found.ok) return err(tempoFailure(found.error));
  const { inspectedTraces } = found.value;
  send('search', { traces: [], metrics: { inspectedTraces, ...DONE } });
  return ok(undefined);
};
