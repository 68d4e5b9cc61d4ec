import { durationNs } from '@bongsu/model';
import fc from 'fast-check';
import type {
  BinaryOp,
  Grouping,
  LabelFilter,
  LogQuery,
  LogRange,
  MetricQuery,
  NamedLabel,
  Query,
  Stage,
  Unwrap,
  VectorMatching,
} from './ast.js';
import { RANGE_OPS, VECTOR_OPS } from './ast.js';
import { literalOf } from './literal.js';
import { PRECEDENCE } from './operators.js';

const range = { start: 0, end: 0 };
const MATCH_OPS = ['=', '!=', '=~', '!~'] as const;
const COMPARE_OPS = ['==', '!=', '>', '>=', '<', '<='] as const;

const name = fc.constantFrom('app', 'service_name', 'rate', 'ip', '_x9', 'duration', 'SUM', 'count_distinct', '한');
const names = fc.array(name, { minLength: 1, maxLength: 3 });
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('"', '\\', '\0', '한글', '😀', '`', '\n#', '//', '/*', "'", '\u007f'),
);
const matcher = fc.record({ name, op: fc.constantFrom(...MATCH_OPS), value: text, range: fc.constant(range) });

const filterValue = fc.record({ kind: fc.constantFrom('text', 'ip'), value: text });
const extraction = fc.record({ name, expression: text, range: fc.constant(range) });
const extractions = fc.array(extraction, { maxLength: 3 });
const namedLabel: fc.Arbitrary<NamedLabel> = fc
  .tuple(name, fc.option(fc.record({ op: fc.constantFrom(...MATCH_OPS), value: text }), { nil: undefined }))
  .map(([of, matches]) => ({ name: of, ...(matches && { matcher: matches }), range }));

const quantity = fc.oneof(
  fc.constantFrom(['5', 5], ['-0.5', -0.5], ['1e3', 1000]).map(([t, v]) => ({ kind: 'number', text: t, value: v })),
  fc
    .constantFrom(['5m', 3e11], ['1.5s', 1.5e9], ['-10us', -1e4], ['1w', 6048e11])
    .map(([t, v]) => ({ kind: 'duration', text: t, value: v })),
  fc.constantFrom(['5KB', 5000], ['1.5KiB', 1536], ['10B', 10]).map(([t, v]) => ({ kind: 'bytes', text: t, value: v })),
) as fc.Arbitrary<{ kind: 'number' | 'duration' | 'bytes'; text: string; value: number }>;

const labelFilter: fc.Arbitrary<LabelFilter> = fc.letrec<{ filter: LabelFilter; one: LabelFilter }>((tie) => ({
  one: fc.oneof(
    matcher.map((m): LabelFilter => ({ kind: 'string', ...m })),
    fc
      .tuple(name, fc.constantFrom(...COMPARE_OPS), quantity)
      .map(([of, op, literal]): LabelFilter => ({ ...literal, name: of, op, range })),
    fc
      .tuple(name, fc.constantFrom('=' as const, '!=' as const), text)
      .map(([of, op, value]): LabelFilter => ({ kind: 'ip', name: of, op, value, range })),
  ),
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('one'),
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), tie('filter'), tie('filter'))
      .map(([kind, left, right]): LabelFilter => ({ kind, left, right, range })),
  ),
})).filter;

const stage: fc.Arbitrary<Stage> = fc.oneof(
  fc.record({
    kind: fc.constant('line-filter'),
    op: fc.constantFrom('|=', '!=', '|~', '!~', '|>', '!>'),
    values: fc.array(filterValue, { minLength: 1, maxLength: 3 }),
    range: fc.constant(range),
  }),
  fc.record({ kind: fc.constant('json'), extractions, range: fc.constant(range) }),
  fc.record({
    kind: fc.constant('logfmt'),
    strict: fc.boolean(),
    keepEmpty: fc.boolean(),
    extractions,
    range: fc.constant(range),
  }),
  fc.record({ kind: fc.constantFrom('regexp', 'pattern'), pattern: text, range: fc.constant(range) }),
  fc.record({ kind: fc.constantFrom('unpack', 'decolorize'), range: fc.constant(range) }),
  fc.record({ kind: fc.constant('label-filter'), filter: labelFilter, range: fc.constant(range) }),
  fc.record({ kind: fc.constant('line-format'), template: text, range: fc.constant(range) }),
  fc.record({
    kind: fc.constant('label-format'),
    items: fc.array(
      fc.oneof(
        fc.record({ kind: fc.constant('rename'), name, from: name, range: fc.constant(range) }),
        fc.record({ kind: fc.constant('template'), name, template: text, range: fc.constant(range) }),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    range: fc.constant(range),
  }),
  fc.record({
    kind: fc.constantFrom('drop', 'keep'),
    labels: fc.array(namedLabel, { minLength: 1, maxLength: 3 }),
    range: fc.constant(range),
  }),
);

/** Behind a bare name of `drop` or `keep`, `!= "x"` is the name's matcher, so no query has a line filter there. */
const wouldMatch = (before: Stage | undefined, at: Stage): boolean =>
  (before?.kind === 'drop' || before?.kind === 'keep') &&
  before.labels.at(-1)?.matcher === undefined &&
  at.kind === 'line-filter' &&
  (at.op === '!=' || at.op === '!~');

const logQuery: fc.Arbitrary<LogQuery> = fc
  .tuple(fc.array(matcher, { maxLength: 3 }), fc.array(stage, { maxLength: 4 }))
  .map(([matchers, stages]) => ({
    kind: 'log-query',
    selector: { kind: 'selector', matchers, range },
    stages: stages.reduce<Stage[]>((kept, at) => (wouldMatch(kept.at(-1), at) ? kept : [...kept, at]), []),
    range,
  }));

const unwrap: fc.Arbitrary<Unwrap> = fc
  .tuple(
    name,
    fc.constantFrom(undefined, 'bytes' as const, 'duration' as const, 'duration_seconds' as const),
    fc.array(labelFilter, { maxLength: 2 }),
  )
  .map(([label, conversion, filters]) => ({ label, ...(conversion && { conversion }), filters, range }));

const logRange: fc.Arbitrary<LogRange> = fc
  .tuple(
    logQuery,
    fc.option(unwrap, { nil: undefined }),
    fc.bigInt(1n, 10n ** 12n),
    fc.oneof(fc.constant(0n), fc.bigInt(-(10n ** 16n), 10n ** 16n)),
  )
  .map(([query, unwrapped, interval, offset]) => ({
    query,
    ...(unwrapped && { unwrap: unwrapped }),
    interval: durationNs(interval * 1_000_000n),
    // Numbers of nanoseconds are exact up to here.
    offset: durationNs(offset % 2n ** 53n),
    range,
  }));

const grouping: fc.Arbitrary<Grouping | undefined> = fc.option(
  fc.record({ kind: fc.constantFrom('by' as const, 'without' as const), labels: fc.array(name, { maxLength: 3 }) }),
  { nil: undefined },
);

const matching: fc.Arbitrary<VectorMatching> = fc
  .tuple(
    fc.constantFrom('on' as const, 'ignoring' as const),
    fc.array(name, { maxLength: 2 }),
    fc.constantFrom(undefined, 'left' as const, 'right' as const),
    names,
  )
  .map(([kind, labels, group, include]) => (group ? { kind, labels, group, include } : { kind, labels, include: [] }));

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

/** A side that the set operators take, too. */
const noLiteral = (query: MetricQuery): MetricQuery =>
  literalOf(query) === undefined ? query : { kind: 'vector', value: 1, range };

const metric: fc.Arbitrary<MetricQuery> = fc.letrec<{ metric: MetricQuery; leaf: MetricQuery }>((tie) => ({
  leaf: fc.oneof(
    finite.map((value): MetricQuery => ({ kind: 'number', value, range })),
    finite.map((value): MetricQuery => ({ kind: 'vector', value: Math.abs(value), range })),
    fc
      .tuple(fc.constantFrom(...RANGE_OPS), logRange, grouping, finite, name)
      .map(([op, logs, group, quantile, distinct]): MetricQuery => ({
        kind: 'range-aggregation',
        op,
        ...(op === 'quantile_over_time' && { quantile: Math.abs(quantile) }),
        ...(op === 'count_distinct' && { distinct }),
        logs,
        ...(group && { grouping: group }),
        range,
      })),
  ),
  metric: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('leaf'),
    fc
      .tuple(fc.constantFrom(...VECTOR_OPS), grouping, tie('metric'), fc.integer({ min: 1, max: 100 }))
      .map(([op, group, inner, k]): MetricQuery => ({
        kind: 'vector-aggregation',
        op,
        ...(op.endsWith('k') && { k }),
        ...(group && { grouping: group }),
        inner,
        range,
      })),
    fc
      .tuple(tie('metric'), text, text, text, text)
      .map(([inner, destination, replacement, source, pattern]): MetricQuery => ({
        kind: 'label-replace',
        inner,
        destination,
        replacement,
        source,
        pattern,
        range,
      })),
    fc
      .tuple(
        fc.constantFrom(...(Object.keys(PRECEDENCE) as BinaryOp[])),
        fc.boolean(),
        fc.option(matching, { nil: undefined }),
        tie('metric'),
        tie('metric'),
      )
      .map(([op, bool, by, left, right]): MetricQuery => ({
        kind: 'binary',
        op,
        bool: bool && COMPARE_OPS.some((comparison) => comparison === op),
        ...(by && { matching: by }),
        left: PRECEDENCE[op] <= PRECEDENCE.and ? noLiteral(left) : left,
        right: PRECEDENCE[op] <= PRECEDENCE.and ? noLiteral(right) : right,
        range,
      })),
  ),
})).metric;

/** Any query that the parser can give, with no place in a text and chains of filters in any tree. */
export const anyQuery: fc.Arbitrary<Query> = fc.oneof(logQuery, metric);

/** A query's meaning: without places, and with chains of `and` and `or` as lists. */
export function meaningOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(meaningOf);
  if (typeof node !== 'object' || node === null) return node;
  const filter = node as LabelFilter;
  if (filter.kind === 'and' || filter.kind === 'or') {
    return { kind: filter.kind, parts: partsOf(filter.kind, filter).map(meaningOf) };
  }
  const entries = Object.entries(node).filter(([key]) => key !== 'range');
  return Object.fromEntries(entries.map(([key, value]) => [key, meaningOf(value)]));
}

function partsOf(kind: string, filter: LabelFilter): LabelFilter[] {
  return (filter.kind === 'and' || filter.kind === 'or') && filter.kind === kind
    ? [...partsOf(kind, filter.left), ...partsOf(kind, filter.right)]
    : [filter];
}
