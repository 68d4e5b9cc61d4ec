import { ok, type DurationNs, type Labels, type Nanos, type Result } from '@bongsu/model';
import type { Direction, QueryFailure, Window } from '../../lang/index.js';
import { compileLogPage, type Position } from '../compile/log-page.js';
import type { LogPlan } from '../plan/nodes.js';
import { FIRST_NS, LineWindows } from './line-windows.js';
import { readLogRow, type LogRow } from './log-row.js';
import { compilePipeline, type Pipeline } from './pipeline/index.js';
import { pipelineInputs } from './pipeline-inputs.js';
import { rowPredicate } from './row-predicate.js';
import { Sampling } from './sampling.js';
import { settlePrefilters } from './settle-prefilters.js';
import type { StreamSet } from './stream-set.js';

/** Lines of one statement when TypeScript decides which of them count. Of 1 KB each: a few MB in memory. */
const PAGE = 5000;

/** A line of an answer as the pipeline left it. */
export interface FoundLine extends Position {
  readonly line: string;
  /** Each sorted by name. */
  readonly labels: { readonly stream: Labels; readonly metadata: Labels; readonly parsed: Labels };
  /** Ids that were found in the line or among its attributes: they are no labels, and lead to the trace. */
  readonly foundIds: { readonly trace_id?: string; readonly span_id?: string };
}

export interface LinesWanted {
  /** Equal for requests that ask the same, whenever; without it nothing is learned for the next time. */
  readonly question?: string;
  readonly direction: Direction;
  readonly limit: number;
  readonly after?: Position;
  readonly interval?: DurationNs;
}

/**
 * The first `limit` lines of the streams in the order of `direction` that pass the whole plan. Reads windows
 * from where the answer starts, each in pages, and stops as soon as it has enough.
 */
export async function readLines(
  streams: StreamSet,
  plan: LogPlan,
  { question, direction, limit, after, interval }: LinesWanted,
  signal?: AbortSignal,
): Promise<Result<readonly FoundLine[], QueryFailure>> {
  const passes = rowPredicate(plan, streams);
  const stages = memoryStages(plan);
  const pipeline = compilePipeline(stages, undefined, plan.limits);
  const sampling = interval === undefined || interval <= 0n ? undefined : new Sampling(interval, after?.ts);
  // Where the statements decide alone, one page is all that is needed.
  const decided = passes === undefined && stages.length === 0 && sampling === undefined;
  const { tenant, start, end } = streams.scope;
  const lines: FoundLine[] = [];
  // Later pages of an answer begin anywhere.
  const asked = after === undefined ? question : undefined;
  const { answerReach } = streams.runner;
  const reach = asked === undefined ? undefined : answerReach?.take(asked)?.back;
  const windows = windowsOf(plan, start, end, direction, after, reach);
  const answer = (): Result<readonly FoundLine[], never> => {
    const last = lines.length < limit ? undefined : lines.at(-1);
    const back = last === undefined ? end - start : direction === 'forward' ? last.ts - start : end - last.ts;
    if (asked !== undefined) answerReach?.learn(asked, { back, candidates: lines.length });
    return ok(lines);
  };
  let before = 0;
  for (
    let window = windows.next(0, limit);
    window;
    window = windows.next(lines.length - before, limit - lines.length)
  ) {
    // A narrow window is not worth a statement that settles what it can do without.
    const narrow = window.end - window.start <= FIRST_NS;
    const settled = narrow ? ok(plan) : await settlePrefilters(plan, streams, window, signal);
    if (!settled.ok) return settled;
    before = lines.length;
    let position = after;
    for (;;) {
      const wanted = limit - lines.length;
      if (wanted <= 0) return answer();
      const pageSize = decided ? wanted : PAGE;
      const page = { tenant, ...window, after: position, direction, limit: pageSize, ...settled.value };
      const rows = await streams.ofLines(
        (choice) => streams.runner.rows(compileLogPage({ ...page, streams: choice }), signal),
        signal,
      );
      if (!rows.ok) return rows;
      const read = rows.value.map(readLogRow);
      const candidates = passes ? read.filter(passes) : read;
      const inputs = await pipelineInputs(candidates, streams, signal);
      if (!inputs.ok) return inputs;
      for (let i = 0; i < candidates.length && lines.length < limit; i++) {
        if (!pipeline.run(inputs.value[i]!)) continue;
        const row = candidates[i]!;
        const found = foundLine(row, pipeline);
        if (sampling && !sampling.takes(found.ts)) continue;
        lines.push(found);
      }
      position = read.at(-1);
      if (read.length < pageSize) break;
    }
  }
  return answer();
}

/** What is left of a row that the pipeline has let pass. */
export function foundLine(row: LogRow, { line, labels }: Pipeline): FoundLine {
  return { ts: row.ts, seq: row.seq, line, labels: labels.categories(), foundIds: foundIds(row) };
}

const foundIds = ({ idsFound, traceId, spanId }: LogRow): FoundLine['foundIds'] => ({
  ...(idsFound && traceId !== '' ? { trace_id: traceId } : {}),
  ...(idsFound && spanId !== '' ? { span_id: spanId } : {}),
});

/** What the statements do not decide of the lines' text and labels. */
function memoryStages({ filters, stages }: LogPlan) {
  return [
    ...filters.filter(({ placement }) => placement === 'memory').map(({ filter }) => filter),
    ...stages.filter(({ placement }) => placement === 'memory').map(({ stage }) => stage),
  ];
}

type Windows = Pick<LineWindows, 'next'>;

/** An id leads to few granules by its index wherever they are, so its lines are looked for everywhere at once. */
function windowsOf(
  plan: LogPlan,
  start: Nanos,
  end: Nanos,
  direction: Direction,
  after: Position | undefined,
  reach: bigint | undefined,
): Windows {
  const from = after !== undefined && direction === 'forward' && after.ts > start ? after.ts : start;
  const to = after !== undefined && direction === 'backward' && after.ts < end ? nextNano(after.ts) : end;
  const byId = plan.ids.some(
    ({ matcher, placement }) => placement === 'clickhouse' && matcher.op === '=' && matcher.value !== '',
  );
  return byId
    ? single({ start: from, end: to })
    : new LineWindows(from, to, direction, reach === undefined ? FIRST_NS : reach + reach / 4n + FIRST_NS);
}

function single(window: Window): Windows {
  let rest: Window | undefined = window.end > window.start ? window : undefined;
  return {
    next() {
      const one = rest;
      rest = undefined;
      return one;
    },
  };
}

const nextNano = (at: Nanos): Nanos => (at + 1n) as Nanos;
