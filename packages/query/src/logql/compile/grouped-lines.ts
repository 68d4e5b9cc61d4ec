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
import type { PipelineLimits } from '../exec/pipeline/pipeline-limits.js';
import type { LineGrouping } from '../plan/line-grouping.js';
import type { LogPlan } from '../plan/nodes.js';
import type { FieldColumns } from './fields/columns.js';
import { fieldColumns } from './fields/field-columns.js';
import type { StreamChoice } from './line-scope.js';
import { pageConditions } from './log-page.js';

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
  /** Those that may become a label that matters. */
  readonly attributes: boolean;
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
 * A row per group of lines that are equal in what counts: stream, resource, the metadata's columns, attributes, what
 * {@link lineReader} makes a line of the group of, and arrays with an entry per cell: first and last step, lines, bytes.
 */
export function compileGroupedLines(lines: GroupedLines): Select {
  const fields = columnsOf(lines.grouping, lines.plan.limits);
  const keys = keyColumns(lines, fields);
  const names = keys.map(({ as }) => col(as!));
  const cellKeys = cellColumns(lines.windows);
  const readsLine = fields !== undefined && fields.lineOf === undefined;
  const cells: Select = {
    columns: [
      ...keys,
      ...cellKeys,
      ...(readsLine ? [{ expr: call('any', col('body')), as: 'line' }] : []),
      { expr: call('count'), as: 'lines' },
      ...(lines.bytes ? [{ expr: call('sum', call('length', col('body'))), as: 'bytes' }] : []),
    ],
    from: { kind: 'table', name: LOGS.name },
    // Named, because left to the engine some of them are found out twice, for rows that others leave out.
    prewhere: allOf([...pageConditions({ ...lines, ...lines.plan }), ...gapCondition(lines.windows)])!,
    groupBy: [...names, ...cellKeys.map(({ as }) => col(as!))],
  };
  // Counts as floats, exact up to 2^53: numbers of 64 bits come as texts, of which many take long to read.
  const counted = [...stepsOfCell(lines.windows), call('toFloat64', col('lines'))];
  if (lines.bytes) counted.push(call('toFloat64', col('bytes')));
  const arrays = counted.map((expr) => ({ expr: call('groupArray', expr) }));
  if (!lines.bytes) arrays.push({ expr: call('emptyArrayUInt8') });
  const shown = (fields === undefined ? names : names.slice(0, -1)).map((expr) => ({ expr }));
  const line = fields === undefined ? lit('') : readsLine ? call('any', col('line')) : names.at(-1)!;
  return {
    columns: [...shown, { expr: line }, ...arrays],
    from: { kind: 'select', select: cells },
    groupBy: names,
    limit: lines.limit,
  };
}

/** Makes a line of a group, in what counts like any other of it, of the group's column. */
export function lineReader(grouping: LineGrouping, limits: PipelineLimits): (column: unknown) => string {
  const lineOf = columnsOf(grouping, limits)?.lineOf;
  if (lineOf === undefined) return (column) => column as string;
  return (column) => {
    const texts = column as readonly string[];
    return texts.length === 1 ? texts[0]! : lineOf(texts);
  };
}

const columnsOf = ({ fields }: LineGrouping, limits: PipelineLimits): FieldColumns | undefined =>
  fields && fieldColumns(fields, limits);

function keyColumns({ grouping, byStream, metadata }: GroupedLines, fields: FieldColumns | undefined): Selected[] {
  const keys: Expr[] = [
    byStream ? col('stream') : call('toUInt64', lit(0)),
    metadata.resource ? col('resource') : call('toUInt64', lit(0)),
    ...metadata.columns.map((label) => COLUMN_LABELS[label]!),
    metadata.attributes ? attributesOf(grouping.names) : call('toUInt8', lit(0)),
  ];
  if (fields !== undefined) keys.push(fieldKey(fields));
  return keys.map((expr, i) => ({ expr, as: `g${i}` }));
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

/** Equal where a parser finds the same: the fields of a line of simple form, two texts at least, else its whole text. */
function fieldKey({ simple, fields }: FieldColumns): Expr {
  const found = call('array', ...(fields.length === 0 ? [lit('')] : fields), lit(''));
  return simple === undefined ? found : call('if', simple, found, call('array', col('body')));
}

/**
 * What lines of one cell have in common. Where windows end together with steps it is one number, the step a line comes
 * before: grouping by it takes half the time of grouping by two.
 */
function cellColumns(windows: CellWindows): Selected[] {
  if (stepsPerWindow(windows) !== undefined) return [{ expr: lastStep(windows), as: 'last' }];
  return [
    { expr: firstStep(windows), as: 'first' },
    { expr: call('least', lastStep(windows), call('toUInt32', lit(windows.count - 1))), as: 'last' },
  ];
}

/** First and last step of a cell, from its columns. */
function stepsOfCell(windows: CellWindows): Expr[] {
  const steps = stepsPerWindow(windows);
  if (steps === undefined) return [col('first'), col('last')];
  // Unsigned: what is before the first step is 0 without going below.
  const wide = param('UInt64', steps);
  const first = infix(call('greatest', infix(col('last'), '+', lit(1)), wide), '-', wide);
  return [call('toUInt32', first), call('toUInt32', call('least', col('last'), lit(windows.count - 1)))];
}

/** Steps that a window is long, where that is a whole number of at least one. */
function stepsPerWindow({ interval, step, count }: CellWindows): bigint | undefined {
  if (count === 1) return undefined;
  return interval >= step && interval % step === 0n ? interval / step : undefined;
}

const sinceOrigin = ({ origin }: CellWindows): Expr =>
  infix(call('toUnixTimestamp64Nano', col('ts')), '-', param('Int64', origin));

function firstStep(windows: CellWindows): Expr {
  if (windows.count === 1) return call('toUInt32', lit(0));
  const { interval, step } = windows;
  const beyond = call('greatest', infix(sinceOrigin(windows), '-', param('Int64', interval)), call('toInt64', lit(0)));
  return call('toUInt32', call('intDiv', infix(beyond, '+', param('Int64', step - 1n)), param('Int64', step)));
}

/** The last step whose window holds a line, if there were more steps than there are. */
function lastStep(windows: CellWindows): Expr {
  if (windows.count === 1) return call('toUInt32', lit(0));
  const last = call('intDiv', infix(sinceOrigin(windows), '-', lit(1)), param('Int64', windows.step));
  return call('toUInt32', last);
}

/** Leaves out lines between windows. */
function gapCondition(windows: CellWindows): Expr[] {
  if (windows.count === 1 || windows.interval >= windows.step) return [];
  return [not(infix(firstStep(windows), '>', lastStep(windows)))];
}
