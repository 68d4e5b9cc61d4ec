/**
 * `npm run bench -- logql`: LogQL over a filled folder through the Loki API, against hand-written SQL for the same
 * answer on the same folder in the same run. `bench/README.md` lists the queries, `logql/` has them.
 */
import { readTraceIds } from './bare-engine.js';
import { filledFolder } from './fill/filled-folder.js';
import { fillLogs } from './fill/logs.js';
import { logqlCases } from './logql/logql-cases.js';
import { chosen, runQuerySet, type QuerySetChoice } from './query-set.js';
import { report } from './report.js';

export async function benchLogql(total: number, options: QuerySetChoice): Promise<void> {
  const filled = await filledFolder(options.folder, total, (endMs) => fillLogs(endMs, total));
  const { path: folder, endMs } = filled;
  const [traceId] = await readTraceIds(folder, [Math.floor(total / 24)]);
  const { figures, raw } = await runQuerySet({ folder, cases: chosen(logqlCases(endMs, traceId!), options) });
  filled.done();
  report('logql', figures, { lines: total, queries: raw });
}
