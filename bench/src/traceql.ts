/**
 * `npm run bench -- traceql`: trace by id and TraceQL over a filled folder through the Tempo API, against hand-written
 * SQL for the same answer on the same folder in the same run. `bench/README.md` lists the queries, `traceql/` has
 * them.
 */
import { readTraceIds } from './bare-engine.js';
import { filledFolder } from './fill/filled-folder.js';
import { fillSpans, HUGE_TRACE, SPANS_PER_TRACE } from './fill/spans.js';
import { Random } from './payload/random.js';
import { chosen, runQuerySet, type QuerySetChoice } from './query-set.js';
import { report, type Figure } from './report.js';
import type { Sender } from './sender.js';
import { median, quantile } from './statistics.js';
import { traceqlCases } from './traceql/traceql-cases.js';

/** Traces, each looked up once: those of a server that has just started, and those of one that has not. */
const FIRST_LOOKUPS = 200;
const TRACE_LOOKUPS = 1000;
const HUGE_LOOKUPS = 5;
interface TraceAnswer {
  readonly trace: {
    readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: unknown[] }[] }[];
  };
}

const spansOf = ({ trace }: TraceAnswer): number =>
  trace.resourceSpans.flatMap((r) => r.scopeSpans.map((s) => s.spans.length)).reduce((sum, count) => sum + count, 0);

async function hugeTrace(sender: Sender): Promise<Figure> {
  const { tenant, id, spans } = HUGE_TRACE;
  const path = `/api/v2/traces/${id}`;
  const headers = { accept: 'application/json', 'x-scope-orgid': tenant };
  const found = spansOf((await sender.getJson(path, headers)) as TraceAnswer);
  if (found !== spans) throw new Error(`the huge trace has ${found} spans, not ${spans}`);
  const ms: number[] = [];
  for (let i = 0; i < HUGE_LOOKUPS; i++) ms.push((await sender.get(path, headers)).ms);
  return { name: `trace of ${spans} spans`, value: median(ms), unit: 'ms', bar: { op: '<=', value: 1000 } };
}

async function traceById(sender: Sender, ids: readonly string[]): Promise<readonly Figure[]> {
  const ms: number[] = [];
  for (const id of ids) {
    const answer = await sender.get(`/api/v2/traces/${id}`, { accept: 'application/json' });
    ms.push(answer.ms);
    const spans = spansOf(answer.json() as TraceAnswer);
    if (spans !== SPANS_PER_TRACE) throw new Error(`trace ${id} has ${spans} spans, not ${SPANS_PER_TRACE}`);
  }
  const [first, later] = [ms.slice(0, FIRST_LOOKUPS), ms.slice(FIRST_LOOKUPS)];
  return [
    { name: 'trace by id, p50', value: median(later), unit: 'ms' },
    { name: 'trace by id, p99', value: quantile(later, 0.99), unit: 'ms', bar: { op: '<=', value: 15 } },
    { name: `  the first ${FIRST_LOOKUPS} of a new server, p50`, value: median(first), unit: 'ms' },
    { name: `  the first ${FIRST_LOOKUPS} of a new server, p99`, value: quantile(first, 0.99), unit: 'ms' },
  ];
}

export async function benchTraceql(total: number, options: QuerySetChoice): Promise<void> {
  const filled = await filledFolder(options.folder, total, (endMs) => fillSpans(endMs, total));
  const folder = filled.path;
  const end = filled.endMs / 1000;
  const random = new Random(11);
  const numbers = Array.from({ length: FIRST_LOOKUPS + TRACE_LOOKUPS }, () =>
    random.int(Math.floor(total / SPANS_PER_TRACE)),
  );
  const ids = await readTraceIds(folder, numbers);
  const { figures, raw } = await runQuerySet({
    folder,
    cases: chosen(traceqlCases(end), options),
    alsoMeasure: async (sender) => [...(await traceById(sender, ids)), await hugeTrace(sender)],
    env: { BONGSU_LIMITS_QUERY_TRACE_SPANS: `${HUGE_TRACE.spans}` },
  });
  filled.done();
  report('traceql', figures, { spans: total, queries: raw });
}
