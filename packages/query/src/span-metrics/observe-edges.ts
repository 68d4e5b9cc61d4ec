import { ok, type Result } from '@bongsu/model';
import { startEarly, type QueryFailure, type SqlRunner } from '../lang/index.js';
import { and, call, col, infix, lit, or, param, SPANS, type Expr, type Select, type Selected } from '../sql/index.js';
import type { Observed } from './counters.js';
import { BOUNDS, EDGE_LABELS } from './metric.js';
import { isDatabase, PEER_KEYS, peerName } from './peer.js';
import { longestOf, shownSpan, type Longest } from './longest.js';
import { keptLabels, toldApart, type Question } from './question.js';
import { bucketOf, secondsOf, spansWhere, type Scope } from './scope.js';

/** Client and producer. */
const CALLING = [3, 4];
/** Server and consumer. */
const SERVING = [2, 5];
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;
const ERROR = 2;
/** A row of an outer join without a partner is all zeros. */
const NONE = 0;

const NS_PER_MINUTE = 60_000_000_000n;
/** The clock of the called service may be that much behind. */
const CLOCK_SKEW = NS_PER_MINUTE;
/** A message may wait that long for its consumer. */
const LONGEST_WAIT = 10n * NS_PER_MINUTE;

const kindIn = (kinds: readonly number[]): Expr => infix(col('kind'), 'IN', param('Array(UInt8)', kinds));
const is = (column: Expr, code: number): Expr => infix(column, '=', lit(code));

/**
 * Calls between services by labels, cell of time and, where the metric has them, bucket. A call is a client or producer
 * span and the server or consumer span whose parent it is; a call's time is the start of the first of them.
 */
export async function observeEdges(
  question: Question,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Observed[], QueryFailure>> {
  const { scope, cells, weighing } = question;
  const labels = toldApart(question, EDGE_LABELS);
  const keptOf = keptLabels(question);
  const weights = 1 + weighing.keys.length;
  const outside = runner.rows(fromOutside(question, labels), signal);
  // Where spans say what they call, the first of them ends the question at once; where none does it takes as long as this.
  const early = startEarly(signal, (own) => runner.rows(calls(question, labels, false), own));
  const peers = await early.unless(anyPeers(scope, runner, signal), (found) => !found.ok || found.value);
  if (!peers.ok) return peers;
  const between = peers.value ? runner.rows(calls(question, labels, true), signal) : early.result;
  const observed: Observed[] = [];
  for (const rows of await Promise.all([outside, between])) {
    if (!rows.ok) return rows;
    for (const row of rows.value) {
      const told: Record<string, string> = {};
      for (const [i, label] of labels.entries()) told[label] = row[weights + i] as string;
      const kept = keptOf(told);
      if (kept === undefined) continue;
      const amount = Number(row.at(-1)) * weighing.weight(row.slice(1, weights) as string[]);
      observed.push({ labels: kept, place: cells.place(String(row[0])), bucket: Number(row.at(-2)), amount });
    }
  }
  return ok(observed);
}

/** The longest call of each series, cell of time and bucket, by length; of two statements each within the limit. */
export async function longestEdges(
  question: Question,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Longest[], QueryFailure>> {
  const peers = await anyPeers(question.scope, runner, signal);
  if (!peers.ok) return peers;
  const found: Longest[] = [];
  for (const select of [
    fromOutside(question, EDGE_LABELS, LONGEST),
    calls(question, EDGE_LABELS, peers.value, LONGEST),
  ]) {
    const rows = await runner.rows(select, signal);
    if (!rows.ok) return rows;
    found.push(
      ...rows.value.map((row) => longestOf(row, (i) => [EDGE_LABELS[i]!, String(row[1 + i])], EDGE_LABELS.length)),
    );
  }
  return ok(found);
}

/** Whether any client span of the scope says what it calls: only then are attributes worth reading. */
async function anyPeers(
  scope: Scope,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<boolean, QueryFailure>> {
  const says = call('hasAny', call('mapKeys', col('attributes')), param('Array(String)', PEER_KEYS));
  const found = await runner.rows(
    {
      columns: [{ expr: lit(1) }],
      from: { kind: 'table', name: SPANS.name },
      where: spansWhere(scope, [is(col('kind'), CLIENT), infix(says, '=', lit(1))]),
      limit: 1,
    },
    signal,
  );
  return found.ok ? ok(found.value.length > 0) : found;
}

/** What is said of a group of calls. */
interface Said {
  /** Columns of the calling span that it takes besides those that calls are counted by. */
  readonly reads: readonly string[];
  columns(question: Question, duration: Expr, of: string | undefined): readonly Selected[];
  readonly orderBy?: Select['orderBy'];
}

const AMOUNT: Said = {
  reads: [],
  columns: ({ metric }, duration) => [{ expr: metric.part === 'seconds' ? secondsOf(duration) : call('count') }],
};

const LONGEST: Said = {
  reads: ['trace_id', 'span_id', 'start'],
  columns: (_, duration, of) => [
    { expr: call('max', duration), as: 'longest' },
    { expr: call('argMax', shownSpan(of), duration) },
  ],
  orderBy: [{ expr: col('longest'), direction: 'DESC' }],
};

/** Columns of the rows that both statements give: cell, weight, labels, bucket, and what is said of the group. */
function grouped(
  question: Question,
  labels: readonly Expr[],
  duration: Expr,
  select: Pick<Select, 'from' | 'joins' | 'where'>,
  said: Said,
  of?: string,
): Select {
  const { metric, weighing, limit } = question;
  const own = ['cell', ...weighing.keys.map((_, i) => `w${i}`)].map((name) => col(name, of));
  const bucket = metric.part === 'buckets' ? bucketOf(duration, BOUNDS.edges) : lit(0);
  const keys = [...own, ...labels, bucket];
  return {
    ...select,
    columns: [...keys.map((expr, i) => ({ expr, as: `k${i}` })), ...said.columns(question, duration, of)],
    groupBy: keys.map((_, i) => col(`k${i}`)),
    ...(said.orderBy === undefined ? {} : { orderBy: said.orderBy }),
    limit,
  };
}

/** The columns of a span that a call is counted by. */
const ownColumns = ({ cells, weighing }: Question): readonly Selected[] => [
  { expr: cells.key, as: 'cell' },
  ...weighing.keys.map((expr, i) => ({ expr, as: `w${i}` })),
];

const bare = (...names: string[]): Selected[] => names.map((name) => ({ expr: col(name) }));

/** Calls by a service that sent a span of them; to a peer that sent none where `peers` is set. */
function calls(question: Question, labels: readonly string[], peers: boolean, said: Said = AMOUNT): Select {
  const { metric, scope } = question;
  const calling: Select = {
    columns: [
      ...ownColumns(question),
      ...bare(...new Set(['trace_id', 'span_id', 'service', 'kind', 'duration', 'status_code', ...said.reads])),
      ...(peers
        ? [
            { expr: peerName(), as: 'peer' },
            { expr: isDatabase(), as: 'is_database' },
          ]
        : []),
    ],
    from: { kind: 'table', name: SPANS.name },
    where: spansWhere(scope, [kindIn(CALLING)]),
  };
  const serving: Select = {
    columns: bare('trace_id', 'parent_span_id', 'service', 'kind', 'duration', 'status_code'),
    from: { kind: 'table', name: SPANS.name },
    where: spansWhere(scope, [kindIn(SERVING)], CLOCK_SKEW, LONGEST_WAIT),
  };
  const c = (name: string): Expr => col(name, 'c');
  const s = (name: string): Expr => col(name, 's');
  const unserved = is(s('kind'), NONE);
  const isMessage = infix(is(c('kind'), PRODUCER), 'OR', is(s('kind'), CONSUMER));
  const message = call('if', isMessage, lit('messaging_system'), lit(''));
  const toPeer = call('if', is(c('is_database'), 1), lit('database'), lit('virtual_node'));
  const type = peers ? call('if', unserved, toPeer, message) : message;
  const server = peers ? call('if', unserved, c('peer'), call('toString', s('service'))) : s('service');
  // A peer that sent no span is measured from outside.
  const served = peers ? call('if', unserved, c('duration'), s('duration')) : s('duration');
  const failed = or([is(c('status_code'), ERROR), is(s('status_code'), ERROR)])!;
  const exprs: Readonly<Record<string, Expr>> = { client: c('service'), server, connection_type: type };
  return grouped(
    question,
    labels.map((label) => exprs[label]!),
    metric.side === 'client' ? c('duration') : served,
    {
      from: { kind: 'select', select: calling, as: 'c' },
      joins: [
        {
          type: peers ? 'LEFT' : 'INNER',
          source: { kind: 'select', select: serving, as: 's' },
          on: infix(infix(c('trace_id'), '=', s('trace_id')), 'AND', infix(c('span_id'), '=', s('parent_span_id'))),
        },
      ],
      where: and([isNamed(c('service')), isNamed(server), metric.failed ? failed : undefined])!,
    },
    said,
    'c',
  );
}

const isNamed = (service: Expr): Expr => infix(service, '!=', lit(''));

/** Calls from outside: server and consumer spans without a parent, as Tempo's generator has it. */
function fromOutside(question: Question, labels: readonly string[], said: Said = AMOUNT): Select {
  const { metric, scope } = question;
  const isRoot = infix(col('parent_span_id'), '=', param('FixedString(8)', new Uint8Array(8)));
  const failed = metric.failed ? is(col('status_code'), ERROR) : undefined;
  const roots: Select = {
    columns: [...ownColumns(question), ...bare('service', 'duration', ...said.reads)],
    from: { kind: 'table', name: SPANS.name },
    where: spansWhere(scope, [kindIn(SERVING), isRoot, isNamed(col('service')), failed]),
  };
  const from = { kind: 'select', select: roots } as const;
  const exprs: Readonly<Record<string, Expr>> = {
    client: lit('user'),
    server: col('service'),
    connection_type: lit('virtual_node'),
  };
  return grouped(
    question,
    labels.map((label) => exprs[label]!),
    col('duration'),
    { from },
    said,
  );
}
