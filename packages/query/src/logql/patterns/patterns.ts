import { err, nanos, ok, type Nanos, type Result, type Tenant } from '@bongsu/model';
import { allOf, type SqlRunner } from '../../lang/index.js';
import { call, col, infix, lit, LOGS, param, type Expr } from '../../sql/index.js';
import { pageConditions } from '../compile/log-page.js';
import type { LogqlError } from '../error.js';
import { StreamSet } from '../exec/stream-set.js';
import { planLogs } from '../plan/plan.js';
import { understand } from '../understand.js';
import { PatternMiner, WILDCARD } from './miner.js';

export interface PatternsRequest {
  readonly tenant: Tenant;
  /** A selector, with line filters if need be; stages behind them are not looked at. */
  readonly query: string;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Of the samples; rounded up to whole `MIN_STEP`s. */
  readonly step: bigint;
}

/** A form of lines of one level, and how many there were over time. */
export interface Pattern {
  /** As `|>` takes it. */
  readonly pattern: string;
  readonly level: string;
  /** Oldest first; times are multiples of the step. */
  readonly samples: readonly { readonly time: Nanos; readonly count: number }[];
  readonly total: number;
}

const MIN_STEP = 10_000_000_000n;
/** Lines looked at; of more, every so many. They may all be different: of `MAX_LENGTH` each that is 50 MB. */
const MAX_LINES = 50_000n;
/** Bytes of a line that are looked at. */
const MAX_LENGTH = 1024;
/** As Loki prunes: fewer lines make no pattern, and no answer has more patterns. */
const MIN_COUNT = 30;
const MAX_PATTERNS = 300;
/** UUIDs, long hexadecimal ids, and numbers. */
const VARIABLE = '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|\\b[0-9a-f]*[0-9][0-9a-f]{11,}\\b|[0-9]+';

interface Group {
  readonly bucket: bigint;
  readonly count: number;
}

/**
 * Patterns of a query's lines, the most frequent first. The engine masks ids and numbers and counts what is equal then;
 * the miner puts similar masks of a level together.
 */
export async function patterns(
  request: PatternsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Pattern[], LogqlError>> {
  const understood = understand(request.query);
  if (!understood.ok) return understood;
  const { query } = understood.value;
  if (query.kind !== 'log-query') {
    return err({ kind: 'unsupported', message: 'a metric query has no patterns', range: query.range });
  }
  const plan = planLogs(query, 'auto');
  const streams = await StreamSet.resolve(request, plan.labels, runner, signal);
  if (!streams.ok) return streams;
  if (streams.value.isEmpty) return ok([]);
  const conditions = pageConditions({ ...request, streams: streams.value.choice, ...plan, prefilters: [] });
  const from = { kind: 'table', name: LOGS.name } as const;
  const counted = await runner.rows({ columns: [{ expr: call('count') }], from, where: allOf(conditions)! }, signal);
  if (!counted.ok) return counted;
  const lines = BigInt(counted.value[0]?.[0] as string);
  const every = (lines + MAX_LINES - 1n) / MAX_LINES;

  const step = stepOf(request.step);
  const grouped = await runner.rows(
    {
      columns: [
        { expr: col('detected_level'), as: 'level' },
        { expr: call('intDiv', call('toUnixTimestamp64Nano', col('ts')), param('Int64', step)), as: 'bucket' },
        { expr: masked(), as: 'mask' },
        { expr: call('count'), as: 'lines' },
      ],
      from,
      where: allOf([...conditions, ...(every > 1n ? [oneOf(every)] : [])])!,
      groupBy: [col('level'), col('bucket'), col('mask')],
      orderBy: [{ expr: col('lines'), direction: 'DESC' }],
    },
    signal,
  );
  if (!grouped.ok) return grouped;
  return ok(mined(grouped.value as [string, string, string, string][], step, Number(every > 0n ? every : 1n)));
}

/** Arrival numbers of a request follow each other, so a hash of them picks lines of all. */
const oneOf = (every: bigint): Expr =>
  infix(call('modulo', call('intHash32', col('seq')), param('UInt64', every)), '=', lit(0));

function masked(): Expr {
  const start = call('substring', col('body'), lit(1), lit(MAX_LENGTH));
  const mask = call('replaceRegexpAll', call('toValidUTF8', start), lit(VARIABLE), lit(WILDCARD));
  return call(
    'if',
    infix(call('length', col('body')), '>', lit(MAX_LENGTH)),
    call('concat', mask, lit(WILDCARD)),
    mask,
  );
}

function stepOf(step: bigint): bigint {
  const steps = (step + MIN_STEP - 1n) / MIN_STEP;
  return (steps > 0n ? steps : 1n) * MIN_STEP;
}

function mined(rows: readonly [string, string, string, string][], step: bigint, every: number): readonly Pattern[] {
  const levels = new Map<string, PatternMiner<Group>>();
  for (const [level, bucket, mask, count] of rows) {
    let miner = levels.get(level);
    if (miner === undefined) levels.set(level, (miner = new PatternMiner()));
    miner.add(mask, { bucket: BigInt(bucket), count: Number(count) * every });
  }
  const found = [...levels].flatMap(([level, miner]) =>
    [...miner.patterns()].map(([pattern, groups]) => patternOf(pattern, level, groups, step)),
  );
  return found
    .filter(({ total }) => total >= MIN_COUNT)
    .sort((a, b) => b.total - a.total || (a.pattern < b.pattern ? -1 : 1))
    .slice(0, MAX_PATTERNS);
}

function patternOf(pattern: string, level: string, groups: readonly Group[], step: bigint): Pattern {
  const buckets = new Map<bigint, number>();
  for (const { bucket, count } of groups) buckets.set(bucket, (buckets.get(bucket) ?? 0) + count);
  const samples = [...buckets]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([bucket, count]) => ({ time: nanos(bucket * step), count }));
  return {
    pattern,
    level: level === '' ? 'unknown' : level,
    samples,
    total: samples.reduce((sum, { count }) => sum + count, 0),
  };
}
