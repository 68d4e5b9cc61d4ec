import { FOUND_IDS, type Nanos, type Tenant } from '@bongsu/model';
import { allOf } from '../../lang/index.js';
import {
  call,
  callWith,
  col,
  infix,
  lambda,
  lit,
  LOGS,
  not,
  param,
  star,
  type Expr,
  type Select,
  type Selected,
} from '../../sql/index.js';
import type { CellSteps } from '../exec/metric/cells/cell-series.js';
import type { PipelineLimits } from '../exec/pipeline/pipeline-limits.js';
import type { LineGrouping } from '../plan/line-grouping.js';
import type { LogPlan } from '../plan/nodes.js';
import type { FieldColumns, FieldForm } from './fields/columns.js';
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
  /** Whether lines are told apart by all forms of the parser or by the first, and those of others by their whole text. */
  readonly forms: 'all' | 'first';
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
 * {@link lineReader} makes a line of the group of, and arrays with an entry per cell: which ({@link cellReader}), lines,
 * bytes. A cell may come more than once.
 */
export function compileGroupedLines(lines: GroupedLines): Select {
  const fields = columnsOf(lines.grouping, lines.plan.limits);
  const keys = keyColumns(lines, fields);
  const cells = isDense(lines, fields)
    ? denseCells(lines, keys)
    : fields === undefined || lines.bytes
      ? countedCells(lines, keys, fields)
      : runsOfCells(lines, keys, fields);
  return { ...cells, limit: lines.limit };
}

/** Cells that a group may have a counter for in any case. */
const MAX_DENSE_CELLS = 2048;
/** Streams, of which each is a group, that may have all those counters. */
const MAX_DENSE_STREAMS = 64;

/**
 * Whether lines are counted by what has few values: then a group holds a counter for each cell, and the engine groups by
 * a key less, which takes a fifth less (10 M lines by level: 300 ms -> 265).
 */
function isDense(
  { streams, byStream, metadata, bytes, windows }: GroupedLines,
  fields: FieldColumns | undefined,
): boolean {
  const few =
    !metadata.resource && !metadata.attributes && metadata.columns.every((label) => label === 'detected_level');
  const fewStreams = !byStream || (streams.kind === 'listed' && streams.fingerprints.length <= MAX_DENSE_STREAMS);
  return fields === undefined && !bytes && few && fewStreams && (cellsOf(windows) ?? Infinity) <= MAX_DENSE_CELLS;
}

function denseCells(lines: GroupedLines, keys: readonly Selected[]): Select {
  const names = keys.map(({ as }) => col(as!));
  const cells = cellsOf(lines.windows)!;
  const counts = callWith('countResample', [lit(0), lit(cells), lit(1)], cellOf(lines.windows));
  const groups: Select = {
    // As floats like those of the others, see there.
    columns: [...keys, { expr: call('arrayMap', lambda(['n'], call('toFloat64', col('n'))), counts), as: 'lines' }],
    ...linesToCount(lines),
    groupBy: names,
  };
  const some = infix(col('n'), '>', lit(0));
  const arrays = [
    call('arrayFilter', lambda(['i', 'n'], some), call('range', lit(cells)), col('lines')),
    call('arrayFilter', lambda(['n'], some), col('lines')),
    NO_BYTES,
  ];
  return {
    columns: [...shown(names, undefined, col('line')), ...arrays].map((expr) => ({ expr })),
    from: { kind: 'select', select: groups },
  };
}

/** Every cell once: many lines to a cell are few to send. */
function countedCells(lines: GroupedLines, keys: readonly Selected[], fields: FieldColumns | undefined): Select {
  const names = keys.map(({ as }) => col(as!));
  const read = readsLine(fields);
  const cells: Select = {
    columns: [
      ...keys,
      { expr: cellOf(lines.windows), as: 'cell' },
      ...(read ? [{ expr: call('any', col('body')), as: 'line' }] : []),
      { expr: call('count'), as: 'lines' },
      ...(lines.bytes ? [{ expr: call('sum', call('length', col('body'))), as: 'bytes' }] : []),
    ],
    ...linesToCount(lines),
    groupBy: [...names, col('cell')],
  };
  // Counts as floats, exact up to 2^53: numbers of 64 bits come as texts, of which many take long to read.
  const counted = [col('cell'), call('toFloat64', col('lines'))];
  if (lines.bytes) counted.push(call('toFloat64', col('bytes')));
  const arrays = counted.map((expr) => call('groupArray', expr));
  if (!lines.bytes) arrays.push(NO_BYTES);
  return {
    columns: [...shown(names, fields, call('any', col('line'))), ...arrays].map((expr) => ({ expr })),
    from: { kind: 'select', select: cells },
    groupBy: names,
  };
}

/**
 * The cell of every line, in the order in which they are read, so that equal ones mostly follow one another and are sent
 * as one: where most lines have a text of their own, grouping by the cell as well takes as long as all the rest.
 */
function runsOfCells(lines: GroupedLines, keys: readonly Selected[], fields: FieldColumns): Select {
  const names = keys.map(({ as }) => col(as!));
  const groups: Select = {
    columns: [
      ...keys,
      ...(readsLine(fields) ? [{ expr: call('any', col('body')), as: 'line' }] : []),
      { expr: call('groupArray', cellOf(lines.windows)), as: 'cells' },
    ],
    ...linesToCount(lines),
    groupBy: names,
    // Whole lines are many: there is no need to go on when there are too many groups.
    settings: { max_rows_to_group_by: lines.limit, group_by_overflow_mode: 'break' },
  };
  const cells = col('cells');
  const begins = infix(infix(col('d'), '!=', lit(0)), 'OR', infix(col('i'), '=', lit(1)));
  const first = call(
    'arrayFilter',
    lambda(['i', 'd'], begins),
    call('arrayEnumerate', cells),
    call('arrayDifference', cells),
  );
  const starts = col('starts');
  const next = call('arrayPushBack', call('arrayPopFront', starts), infix(call('length', cells), '+', lit(1)));
  const lengths = call('arrayMap', lambda(['i', 'n'], call('toUInt32', infix(col('n'), '-', col('i')))), starts, next);
  return {
    columns: [...shown(names, fields, col('line')), call('arrayCompact', cells), lengths, NO_BYTES].map((expr) => ({
      expr,
    })),
    from: {
      kind: 'select',
      select: { columns: [{ expr: star }, { expr: first, as: 'starts' }], from: { kind: 'select', select: groups } },
    },
  };
}

const NO_BYTES = call('emptyArrayUInt8');

const readsLine = (fields: FieldColumns | undefined): boolean => fields !== undefined && fields.lineOf === undefined;

/** The keys as a row has them: a line, or what is made one, stands last. */
const shown = (names: readonly Expr[], fields: FieldColumns | undefined, line: Expr): readonly Expr[] =>
  fields === undefined ? [...names, lit('')] : readsLine(fields) ? [...names.slice(0, -1), line] : names;

const linesToCount = (lines: GroupedLines): Pick<Select, 'from' | 'prewhere'> => ({
  from: { kind: 'table', name: LOGS.name },
  // Named, because left to the engine some of them are found out twice, for rows that others leave out.
  prewhere: allOf([
    ...pageConditions({ ...lines, ...lines.plan, cheaply: lines.forms === 'first' }),
    ...gapCondition(lines.windows),
  ])!,
});

/** Parts the texts of one line's fields, which have one row each. */
const BETWEEN_FIELDS = '\n';
/** Begins a whole line; the text of no field begins so. */
const WHOLE_LINE = '\r';

export interface ReadLine {
  /** In what counts like any other of its group. */
  readonly line: string;
  /** The line has no form by which it could be told from others. */
  readonly whole: boolean;
}

/** Makes a line of a group of the group's column. */
export function lineReader(grouping: LineGrouping, limits: PipelineLimits): (column: string) => ReadLine {
  const lineOf = columnsOf(grouping, limits)?.lineOf;
  if (lineOf === undefined) return (line) => ({ line, whole: false });
  return (column) =>
    column.startsWith(WHOLE_LINE)
      ? { line: column.slice(1), whole: true }
      : { line: lineOf(column.split(BETWEEN_FIELDS)), whole: false };
}

/** Whether lines may have other forms than the first. */
export const hasMoreForms = (grouping: LineGrouping, limits: PipelineLimits): boolean =>
  (columnsOf(grouping, limits)?.forms.length ?? 1) > 1;

const columnsOf = ({ fields }: LineGrouping, limits: PipelineLimits): FieldColumns | undefined =>
  fields && fieldColumns(fields, limits);

function keyColumns(
  { grouping, byStream, metadata, forms }: GroupedLines,
  fields: FieldColumns | undefined,
): Selected[] {
  const keys: Expr[] = [
    byStream ? col('stream') : call('toUInt64', lit(0)),
    metadata.resource ? col('resource') : call('toUInt64', lit(0)),
    ...metadata.columns.map((label) => COLUMN_LABELS[label]!),
    metadata.attributes ? attributesOf(grouping.names) : call('toUInt8', lit(0)),
  ];
  if (fields !== undefined) keys.push(fieldKey(forms === 'all' ? fields.forms : fields.forms.slice(0, 1)));
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

/** Equal where a parser finds the same: the fields of a line of one of the forms, else its whole text. */
function fieldKey(forms: readonly FieldForm[]): Expr {
  const whole = call('concat', lit(WHOLE_LINE), col('body'));
  return forms.reduceRight((key, { when, fields }) => {
    return when === undefined ? joined(fields) : call('if', when, joined(fields), key);
  }, whole);
}

function joined(fields: readonly Expr[]): Expr {
  const texts = fields.flatMap((field, i) => (i === 0 ? [field] : [lit(BETWEEN_FIELDS), field]));
  return texts.length > 1 ? call('concat', ...texts) : (texts[0] ?? lit(''));
}

/**
 * What lines of one cell have in common, as one number, since grouping by two takes twice the time. Where windows end
 * together with steps it is the step a line comes before.
 */
function cellOf(windows: CellWindows): Expr {
  if (stepsPerWindow(windows) !== undefined) return lastStep(windows);
  const last = call('least', lastStep(windows), call('toUInt32', lit(windows.count - 1)));
  const { count } = windows;
  return count === 1 ? last : infix(infix(call('toFloat64', firstStep(windows)), '*', lit(count)), '+', last);
}

/** Tells the first and the last step of a cell. */
export function cellReader(windows: CellWindows): CellSteps {
  const { count } = windows;
  const steps = stepsPerWindow(windows);
  if (steps === undefined) return { first: (cell) => Math.floor(cell / count), last: (cell) => cell % count };
  const before = Number(steps) - 1;
  return { first: (cell) => Math.max(0, cell - before), last: (cell) => Math.min(cell, count - 1) };
}

/** Steps that a window is long, where that is a whole number of at least one. */
function stepsPerWindow({ interval, step, count }: CellWindows): bigint | undefined {
  if (count === 1) return undefined;
  return interval >= step && interval % step === 0n ? interval / step : undefined;
}

/** Cells that there are; `undefined` where they are not counted through. */
function cellsOf(windows: CellWindows): number | undefined {
  const steps = stepsPerWindow(windows);
  return steps === undefined ? undefined : windows.count + Number(steps) - 1;
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
