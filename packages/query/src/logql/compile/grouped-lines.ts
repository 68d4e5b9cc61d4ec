import { FOUND_IDS, type Nanos, type Tenant } from '@bongsu/model';
import { allOf } from '../../lang/index.js';
import {
  call,
  col,
  infix,
  lambda,
  lit,
  LOGS,
  not,
  param,
  type Expr,
  type Select,
  type Selected,
} from '../../sql/index.js';
import type { LineGrouping } from '../plan/grouping.js';
import type { LogPlan } from '../plan/nodes.js';
import { fieldColumns } from './fields/field-columns.js';
import { pageConditions, type StreamChoice } from './log-page.js';

/** Lines to count together, by the windows that hold them. */
export interface GroupedLines {
  readonly tenant: Tenant;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  readonly streams: StreamChoice;
  readonly plan: LogPlan;
  readonly grouping: LineGrouping;
  /** Whether the labels of streams matter. */
  readonly byStream: boolean;
  readonly metadata: MetadataRead;
  /** Whether bytes are summed. */
  readonly bytes: boolean;
  readonly windows: CellWindows;
  /** Groups, at most. */
  readonly limit: number;
}

/** What of the metadata is read: each column of it costs time. */
export interface MetadataRead {
  /** Of `COLUMN_LABELS`. */
  readonly columns: readonly string[];
  readonly resource: boolean;
  /** `presence` only tells whether any attribute could give one of the names: reading keys alone is cheaper. */
  readonly attributes: 'all' | 'presence' | 'none';
}

/** Windows (i * step, i * step + interval] since `origin`, in nanoseconds. */
export interface CellWindows {
  readonly origin: Nanos;
  readonly interval: bigint;
  readonly step: bigint;
  readonly count: number;
}

/** An id that the sender gave; '' for one that was found, see `FOUND_IDS`. */
const givenId = (name: string): Expr =>
  call('if', infix(col('flags'), '>=', lit(FOUND_IDS)), lit(''), call('lower', call('hex', col(name))));

/** The metadata that stands in columns of its own, by the label it becomes. */
export const COLUMN_LABELS: Readonly<Record<string, Expr>> = {
  trace_id: givenId('trace_id'),
  span_id: givenId('span_id'),
  flags: call('bitAnd', col('flags'), lit(FOUND_IDS - 1)),
  severity_number: col('severity_number'),
  severity_text: col('severity_text'),
  observed_timestamp: call('toUnixTimestamp64Nano', col('observed_ts')),
  event_name: col('event_name'),
  dropped_attributes_count: col('dropped_attributes'),
  detected_level: col('detected_level'),
};

/**
 * A row per group of lines that are equal in what counts: stream, resource, the metadata's columns, attributes, a line
 * of the group where a parser reads it, and arrays with an entry per cell: first and last step, lines, bytes.
 */
export function compileGroupedLines(lines: GroupedLines): Select {
  const keys = keyColumns(lines);
  const names = keys.map(({ as }) => col(as!));
  const [first, last] = cellSteps(lines.windows);
  const readsLine = lines.grouping.fields !== undefined;
  const cells: Select = {
    columns: [
      ...keys,
      { expr: first, as: 'first' },
      { expr: last, as: 'last' },
      { expr: readsLine ? call('any', col('body')) : lit(''), as: 'line' },
      { expr: call('count'), as: 'lines' },
      { expr: lines.bytes ? call('sum', call('length', col('body'))) : call('toUInt64', lit(0)), as: 'bytes' },
    ],
    from: { kind: 'table', name: LOGS.name },
    where: allOf([...pageConditions({ ...lines, ...lines.plan }), ...gapCondition(lines.windows)])!,
    groupBy: [...names, col('first'), col('last')],
  };
  const arrays = ['first', 'last', 'lines', 'bytes'].map((name) => ({ expr: call('groupArray', col(name)) }));
  const shown = names.slice(0, readsLine ? -1 : undefined).map((expr) => ({ expr }));
  return {
    columns: [...shown, { expr: call('any', col('line')) }, ...arrays],
    from: { kind: 'select', select: cells },
    groupBy: names,
    limit: lines.limit,
  };
}

function keyColumns({ grouping, byStream, metadata }: GroupedLines): Selected[] {
  const keys: Expr[] = [
    byStream ? col('stream') : call('toUInt64', lit(0)),
    metadata.resource ? col('resource') : call('toUInt64', lit(0)),
    ...metadata.columns.map((label) => COLUMN_LABELS[label]!),
    attributesKey(metadata, grouping.names),
  ];
  if (grouping.fields !== undefined) keys.push(fieldKey(grouping.fields));
  return keys.map((expr, i) => ({ expr, as: `g${i}` }));
}

/** The attributes that matter, or 1 where there may be any and 0 where there are none. */
function attributesKey({ attributes, columns }: MetadataRead, names: readonly string[] | undefined): Expr {
  if (attributes === 'all' || names === undefined) return attributesOf(names);
  if (attributes === 'none') return call('toUInt8', lit(0));
  const wanted = names.filter((name) => !columns.includes(name));
  const keys = call('mapKeys', col('attributes'));
  const nested = infix(call('position', col('attribute_types'), lit('k')), '>', lit(0));
  const exact = call('hasAny', keys, param('Array(LowCardinality(String))', wanted));
  const odd = wanted.filter((name) => name.includes('_'));
  const sanitised =
    odd.length === 0 ? [] : [call('arrayExists', lambda(['k'], becomes(call('toString', col('k')), odd)), keys)];
  return call('toUInt8', call('or', nested, exact, ...sanitised));
}

/** Key, value and type letter of every attribute that may become one of the labels, flat. */
function attributesOf(names: readonly string[] | undefined): Expr {
  const keys = call('mapKeys', col('attributes'));
  const values = call('mapValues', col('attributes'));
  const types = call('arrayResize', call('ngrams', col('attribute_types'), lit(1)), call('length', keys), lit('s'));
  const triples = call(
    'arrayMap',
    lambda(['k', 'v', 't'], call('array', call('toString', col('k')), col('v'), col('t'))),
    keys,
    values,
    types,
  );
  const wanted =
    names === undefined
      ? triples
      : call(
          'arrayFilter',
          lambda(
            ['a'],
            infix(
              infix(call('arrayElement', col('a'), lit(3)), '=', lit('k')),
              'OR',
              becomes(call('arrayElement', col('a'), lit(1)), names),
            ),
          ),
          triples,
        );
  return call('arrayFlatten', wanted);
}

/** As `labelNameOf`: what is no letter or digit becomes underscores, of which several are one. */
function becomes(key: Expr, names: readonly string[]): Expr {
  const name = call('replaceRegexpAll', key, lit('[^A-Za-z0-9]+'), lit('_'));
  const bare = names.map((wanted) => wanted.replace(/^key_(?=[0-9])/, ''));
  return infix(name, 'IN', param('Array(String)', [...new Set([...names, ...bare])]));
}

/** Equal where a parser finds the same: the fields of a line of simple form, else its whole text. */
function fieldKey(read: NonNullable<LineGrouping['fields']>): Expr {
  const { simple, fields } = fieldColumns(read);
  const found = call('array', ...fields, lit(''));
  return simple === undefined ? found : call('if', simple, found, call('array', col('body')));
}

function cellSteps({ origin, interval, step, count }: CellWindows): readonly [Expr, Expr] {
  const time = infix(call('toUnixTimestamp64Nano', col('ts')), '-', param('Int64', origin));
  if (count === 1) return [call('toUInt32', lit(0)), call('toUInt32', lit(0))];
  const wide = param('Int64', step);
  const beyond = call('greatest', infix(time, '-', param('Int64', interval)), call('toInt64', lit(0)));
  const first = call('intDiv', infix(beyond, '+', param('Int64', step - 1n)), wide);
  const last = call('intDiv', infix(time, '-', lit(1)), wide);
  return [call('toUInt32', first), call('toUInt32', call('least', last, call('toInt64', lit(count - 1))))];
}

/** Leaves out lines between windows. */
function gapCondition(windows: CellWindows): Expr[] {
  if (windows.count === 1 || windows.interval >= windows.step) return [];
  const [first, last] = cellSteps(windows);
  return [not(infix(first, '>', last))];
}
