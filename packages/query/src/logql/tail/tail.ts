import { err, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { QueryFailure, SqlRunner } from '../../lang/index.js';
import type { LogqlError } from '../error.js';
import { labelPredicate } from '../exec/label-match.js';
import type { LogRow } from '../exec/log-row.js';
import { compilePipeline, type Pipeline, type PipelineLimits } from '../exec/pipeline/index.js';
import { pipelineInputs } from '../exec/pipeline-inputs.js';
import { foundLine, readLines, type FoundLine } from '../exec/read-lines.js';
import { rowPredicate } from '../exec/row-predicate.js';
import { StreamSet } from '../exec/stream-set.js';
import type { LogPlan } from '../plan/nodes.js';
import { planLogs } from '../plan/plan.js';
import type { LogQuery } from '../syntax/index.js';
import { understand } from '../understand.js';
import type { StoredLines } from './stored-lines.js';

export interface ReplayRequest {
  readonly tenant: Tenant;
  /** Inclusive. */
  readonly start: Nanos;
  /** Exclusive. */
  readonly end: Nanos;
  readonly limit: number;
}

/** A log query that is followed: what it has stored and what is stored while it is open. */
export class Tail {
  readonly #query: LogQuery;
  /** Everything is decided in the process: rows come without a statement. */
  readonly #plan: LogPlan;
  readonly #pipeline: Pipeline;
  /** By fingerprint: whether the selector takes the stream. */
  readonly #takes = new Map<string, boolean>();

  private constructor(
    query: LogQuery,
    readonly limits: PipelineLimits | undefined,
  ) {
    this.#query = query;
    this.#plan = planLogs(query, 'memory', limits);
    const stages = [...this.#plan.filters.map(({ filter }) => filter), ...this.#plan.stages.map(({ stage }) => stage)];
    this.#pipeline = compilePipeline(stages, undefined, limits);
  }

  /** Refuses what has no lines. `limits` are of a line in the stages. */
  static of(text: string, limits?: PipelineLimits): Result<Tail, LogqlError> {
    const understood = understand(text);
    if (!understood.ok) return understood;
    const { query } = understood.value;
    if (query.kind === 'log-query') return ok(new Tail(query, limits));
    return err({ kind: 'unsupported', message: 'only log queries can be tailed', range: query.range });
  }

  /** The newest `limit` lines of [start, end), oldest first. */
  async replay(
    { tenant, start, end, limit }: ReplayRequest,
    runner: SqlRunner,
    signal?: AbortSignal,
  ): Promise<Result<readonly FoundLine[], QueryFailure>> {
    const plan = planLogs(this.#query, 'auto', this.limits);
    const streams = await StreamSet.resolve({ tenant, start, end }, plan.labels, runner, signal);
    if (!streams.ok) return streams;
    if (streams.value.isEmpty) return ok([]);
    const found = await readLines(streams.value, plan, { direction: 'backward', limit }, signal);
    return found.ok ? ok([...found.value].reverse()) : found;
  }

  /** What the query takes of lines that were stored, by time and then by arrival. */
  async take(stored: StoredLines, signal?: AbortSignal): Promise<Result<readonly FoundLine[], QueryFailure>> {
    const candidates = await this.#candidates(stored, signal);
    if (!candidates.ok) return candidates;
    const rows = [...candidates.value].sort(byTime);
    const inputs = await pipelineInputs(rows, stored.streams, signal);
    if (!inputs.ok) return inputs;
    const lines: FoundLine[] = [];
    rows.forEach((row, i) => {
      if (this.#pipeline.run(inputs.value[i]!)) lines.push(foundLine(row, this.#pipeline));
    });
    return ok(lines);
  }

  async #candidates({ rows, streams }: StoredLines, signal?: AbortSignal): Promise<Result<LogRow[], QueryFailure>> {
    const labels = await streams.labelsOf(
      rows.map(({ stream }) => stream),
      signal,
    );
    if (!labels.ok) return labels;
    const tests = this.#plan.labels.map(({ matcher: m }) => ({ name: m.name, passes: labelPredicate(m) }));
    const takes = (fingerprint: string): boolean => {
      const known = this.#takes.get(fingerprint);
      if (known !== undefined) return known;
      const found = labels.value.get(fingerprint)!;
      const passes = tests.every((t) => t.passes(Object.hasOwn(found, t.name) ? found[t.name]! : ''));
      this.#takes.set(fingerprint, passes);
      return passes;
    };
    const passes = rowPredicate(this.#plan, streams);
    return ok(rows.filter((row) => takes(row.stream) && (passes?.(row) ?? true)));
  }
}

function byTime(a: LogRow, b: LogRow): number {
  if (a.ts !== b.ts) return a.ts < b.ts ? -1 : 1;
  return a.seq < b.seq ? -1 : 1;
}
