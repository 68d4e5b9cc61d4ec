import { err, nanos, type Result } from '@bongsu/model';
import type { QueryFailure } from '../../lang/index.js';
import { compileLogPage, type Position } from '../compile/log-page.js';
import type { LogPlan } from '../plan/nodes.js';
import { readLogRow, type LogRow } from './log-row.js';
import { rowPredicate } from './row-predicate.js';
import type { StreamSet } from './stream-set.js';

/** Lines of one statement: of 1 KB each some 20 MB in memory. */
const PAGE = 20_000;
/** The first window; later ones are as wide as lines are far apart. */
const FIRST_NS = 60_000_000_000n;

/**
 * All lines of [start, end) that pass what the plan places on stored rows, oldest first, in batches. The time a
 * statement covers follows how dense the lines are, so that it mostly gives one page.
 */
export async function* readRange(
  streams: StreamSet,
  plan: LogPlan,
  signal: AbortSignal | undefined,
): AsyncGenerator<Result<readonly LogRow[], QueryFailure>> {
  const { tenant, start, end } = streams.scope;
  const passes = rowPredicate(plan, streams);
  let width = FIRST_NS;
  for (let from: bigint = start; from < end;) {
    const to = from + width < end ? from + width : end;
    const window = { start: nanos(from), end: nanos(to) };
    let found = 0;
    let after: Position | undefined;
    for (;;) {
      const page = { tenant, ...window, after, direction: 'forward' as const, limit: PAGE, streams: streams.choice };
      const rows = await streams.runner.rows(compileLogPage({ ...page, ...plan }), signal);
      if (!rows.ok) {
        yield err(rows.error);
        return;
      }
      const read = rows.value.map(readLogRow);
      found += read.length;
      yield { ok: true, value: passes ? read.filter(passes) : read };
      if (read.length < PAGE) break;
      after = read.at(-1);
    }
    from = to;
    width = nextWidth(width, found);
  }
}

/** Aims at half a page, growing at most eightfold at a time: what comes may be denser. */
function nextWidth(width: bigint, found: number): bigint {
  const factor = found === 0 ? 8 : Math.min(8, Math.max(1 / 64, PAGE / 2 / found));
  const next = BigInt(Math.round(Number(width) * factor));
  return next > 1_000_000n ? next : 1_000_000n;
}
