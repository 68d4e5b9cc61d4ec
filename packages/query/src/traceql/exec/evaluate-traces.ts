import { ok, type Result } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../../lang/index.js';
import type { SpanScope } from '../compile/scope.js';
import type { PipelinePlan } from '../plan/search-plan.js';
import { loadTraces } from './load-traces.js';
import { compilePipeline, EvalError } from './pipeline.js';
import type { Spanset } from './spanset.js';
import type { LoadedTrace } from './trace-span.js';
import type { TraceSummary } from './trace-summary.js';

/** Spans held at a time: of 1 KB each, some tens of MB. A trace that has more is alone. */
const SPANS_AT_ONCE = 50_000;

export interface EvaluatedTrace {
  readonly trace: LoadedTrace;
  /** Not empty. */
  readonly spansets: readonly Spanset[];
}

/** Why a pipeline has no answer: the database failed, or the query does not go with what it found. */
export type EvalFailure = QueryFailure | { readonly kind: 'query'; readonly message: string };

/** Runs a pipeline over traces, some at a time; `visit` gets those that match, in the order of their ids. */
export async function evaluateTraces(
  plan: PipelinePlan,
  scope: SpanScope,
  traces: readonly TraceSummary[],
  maxSpans: number,
  visit: (evaluated: EvaluatedTrace) => void,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<void, EvalFailure>> {
  const run = compilePipeline(plan.stages, ({ start }) => start >= scope.start && start < scope.end);
  for (const some of batches(traces, maxSpans)) {
    const loaded = await loadTraces(
      { ...scope, needs: plan.needs, condition: plan.load, maxSpans },
      some,
      runner,
      signal,
    );
    if (!loaded.ok) return loaded;
    for (const trace of loaded.value) {
      try {
        const spansets = run(trace);
        if (spansets.length > 0) visit({ trace, spansets });
      } catch (error) {
        if (error instanceof EvalError) return { ok: false, error: { kind: 'query', message: error.message } };
        throw error;
      }
    }
  }
  return ok(undefined);
}

function* batches(traces: readonly TraceSummary[], maxSpans: number): Generator<TraceSummary[]> {
  let batch: TraceSummary[] = [];
  let spans = 0;
  // By time, so that a batch reads neighbouring granules.
  const ordered = [...traces].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  for (const trace of ordered) {
    const count = Math.min(trace.spanCount, maxSpans);
    if (batch.length > 0 && (spans + count > SPANS_AT_ONCE || batch.length >= 1000)) {
      yield batch;
      batch = [];
      spans = 0;
    }
    batch.push(trace);
    spans += count;
  }
  if (batch.length > 0) yield batch;
}
