import { err, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { Position } from '../compile/log-page.js';
import type { LogqlError } from '../error.js';
import type { PipelineLimits } from '../exec/pipeline/index.js';
import { readLines, type FoundLine } from '../exec/read-lines.js';
import { StreamSet } from '../exec/stream-set.js';
import { planLogs } from '../plan/plan.js';
import { understand } from '../understand.js';

export interface ExportRequest {
  readonly tenant: Tenant;
  /** A log query. */
  readonly query: string;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  /** What a line may cost in the query's stages; defaults where absent. */
  readonly pipelineLimits?: PipelineLimits;
}

/** Lines held at once: of 1 KB each some 5 MB in memory. */
const PAGE = 5000;

/** All lines of a query, oldest first, in pages; ends after an error. Reads on when the next page is asked for. */
export async function* exportLines(
  { query, pipelineLimits, ...scope }: ExportRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): AsyncGenerator<Result<readonly FoundLine[], LogqlError>> {
  const understood = understand(query);
  if (!understood.ok) {
    yield understood;
    return;
  }
  const { query: parsed } = understood.value;
  if (parsed.kind !== 'log-query') {
    yield err({ kind: 'unsupported', message: 'a metric query has no lines to export', range: parsed.range });
    return;
  }
  const plan = planLogs(parsed, 'auto', pipelineLimits);
  const streams = await StreamSet.resolve(scope, plan.labels, runner, signal);
  if (!streams.ok) {
    yield streams;
    return;
  }
  if (streams.value.isEmpty) return;
  let after: Position | undefined;
  for (;;) {
    const wanted = { direction: 'forward', limit: PAGE, ...(after === undefined ? {} : { after }) } as const;
    const found = await readLines(streams.value, plan, wanted, signal);
    yield found;
    if (!found.ok || found.value.length < PAGE) return;
    after = found.value.at(-1);
  }
}
