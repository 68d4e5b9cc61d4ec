import { nanos, type Labels } from '@bongsu/model';
import { readResources, startEarly, typedAttributes } from '../../../lang/index.js';
import {
  cellReader,
  COLUMN_LABELS,
  compileGroupedLines,
  hasMoreForms,
  lineReader,
  type MetadataRead,
  type ReadLine,
} from '../../compile/grouped-lines.js';
import type { LineGrouping } from '../../plan/line-grouping.js';
import { gridTime } from '../../plan/grid.js';
import type { LogPlan, RangeNode } from '../../plan/nodes.js';
import { anyAttributeGives } from '../attribute-names.js';
import { presentId, type LogRow } from '../log-row.js';
import { anyResourceHas } from '../resource-names.js';
import { givenNames, settlePrefilters, withoutAttributes, withoutShared } from '../settle-prefilters.js';
import { StreamSet } from '../stream-set.js';
import { structuredMetadata } from '../structured-metadata.js';
import { absentOverTime } from './absent.js';
import { CellSeries, type CellGroup } from './cells/cell-series.js';
import { cellFold } from './cells/registry.js';
import { compileExtraction } from './extract-samples.js';
import type { LabelSet } from './label-set.js';
import { failPipeline } from './pipeline-failure.js';
import { aggregateRange, earliest, valueOf, type RangeContext } from './range-aggregation.js';
import type { StepSeries } from './series.js';
import { windowsOf } from './windows.js';

/** Groups of one statement; beyond it, counting them together gains nothing over reading the lines. */
const MAX_GROUPS = 200_000;
/** Lines of uncommon forms that go through the pipeline one by one as fast as the engine looks at them more closely. */
const MANY_LINES = 20_000;

/**
 * A range aggregation from lines that the engine counted together. One line of each group goes through the pipeline
 * for all of them, so what a line means is decided where it is for single lines. `undefined` when there are too many
 * groups.
 */
export async function aggregateGroups(
  node: RangeNode & { readonly grouping: LineGrouping },
  context: RangeContext,
): Promise<readonly StepSeries[] | undefined> {
  const { tenant, runner, budget, work, grid } = context;
  const { expr, lines } = node;
  const { signal } = budget;
  const { origin, until } = windowsOf(grid, expr.logs);
  const scope = { tenant, start: nanos(origin + 1n), end: nanos(until + 1n) };
  const streams = valueOf(await StreamSet.resolve(scope, lines.labels, runner, signal));
  if (streams.isEmpty) return finish(node, [], context);
  if (streams.accepts) return undefined;
  const grouping = withoutNamesOf(streams, node.grouping);
  const byStream = streams.mayMatter(grouping.names);
  const ofBytes = expr.op === 'bytes_over_time' || expr.op === 'bytes_rate';
  const windows = { origin, interval: expr.logs.interval, step: grid.step, count: grid.count };
  const read: ReadGroups = async (plan, metadata, own) => {
    const asked = { ...scope, plan, grouping, byStream, metadata, bytes: ofBytes, windows };
    const readGroup = readerOf(metadata, lineReader(grouping, plan.limits));
    const readBy = async (forms: 'first' | 'all'): Promise<readonly Group[]> => {
      const found = await streams.ofLines((choice) => {
        const select = compileGroupedLines({ ...asked, streams: choice, forms, limit: MAX_GROUPS + 1 });
        return runner.rows(select, own);
      }, own);
      return valueOf(found).map(readGroup);
    };
    let groups = await readBy('first');
    const whole = groups.reduce((count, group) => count + Number(group.whole), 0);
    if (whole > MANY_LINES && hasMoreForms(grouping, plan.limits)) groups = await readBy('all');
    return groups.length > MAX_GROUPS ? undefined : groups;
  };
  const groups = await readGroups(grouping.names, lines, streams, read, signal);
  if (groups === undefined) return undefined;
  const labels = byStream
    ? valueOf(await streams.labelsOf(new Set(groups.map(({ row }) => row.stream)), signal))
    : undefined;
  const resources = valueOf(
    await readResources(
      scope,
      groups.map(({ row }) => row.resource),
      runner,
      signal,
    ),
  );
  const extract = compileExtraction(node);
  const steps = cellReader(windows);
  const series = new Map<string, CellSeries>();
  for (const { row, cells } of groups) {
    const stream: Labels = labels?.get(row.stream) ?? {};
    const metadata = structuredMetadata(row, stream, resources.get(row.resource));
    const sample = extract({ ts: row.ts, line: row.line, stream, metadata });
    if (sample) {
      let own = series.get(sample.labels.key);
      if (own === undefined) series.set(sample.labels.key, (own = new CellSeries(sample.labels, steps)));
      own.add({ value: sample.value, ...cells });
    }
    for (const count of cells.lines) work.lines += count;
    for (const bytes of cells.sums ?? []) work.bytes += bytes;
    budget.hold(cells.cell.length);
    await budget.spend(1 + cells.cell.length / 10);
  }
  budget.hold(series.size * grid.count);
  return finish(node, [...series.values()], context);
}

async function finish(
  node: RangeNode,
  series: readonly CellSeries[],
  context: RangeContext,
): Promise<readonly StepSeries[]> {
  const { expr } = node;
  const steps = context.grid.count;
  const fold = cellFold(expr);
  if (fold === undefined) throw new Error(`BUG: ${expr.op} of lines counted together`);
  const rangeSeconds = Number(expr.logs.interval) / 1e9;
  const folded = (one: CellSeries): StepSeries => ({ labels: one.labels, ...fold(one, steps, rangeSeconds) });
  const failed = earliest(series.filter(({ labels }) => labels.failed).map(folded), steps);
  if (failed) return refuse(node, failed.series.labels, failed.step, series, context);
  const result = series.filter(({ labels }) => !labels.failed).map(folded);
  return expr.op === 'absent_over_time' ? absentOverTime(expr.logs, result, steps) : result;
}

/** Lines of a window that are read again for the words of an error. */
const FEW_LINES = 100_000;

/**
 * Ends the query. A group knows only what it is counted by, and the error names all labels of its series, so the lines of
 * the step are looked at one by one where they are few.
 */
async function refuse(
  node: RangeNode,
  labels: LabelSet,
  step: number,
  series: readonly CellSeries[],
  context: RangeContext,
): Promise<never> {
  let lines = 0;
  for (const one of series) one.forEachStep((at, _, count) => (lines += at === step ? count : 0));
  if (lines <= FEW_LINES) {
    const { grid } = context;
    await aggregateRange(node, { ...context, grid: { ...grid, start: gridTime(grid, step), count: 1 } });
  }
  failPipeline(labels);
}

const EVERYTHING: MetadataRead = { columns: Object.keys(COLUMN_LABELS), resource: true, attributes: true };

/** What a line has under a name that its stream has as a label is renamed: it need not be looked for. */
function withoutNamesOf(streams: StreamSet, grouping: LineGrouping): LineGrouping {
  const { names, fields } = grouping;
  if (names === undefined || fields === undefined || fields.kind === 'regexp') return grouping;
  const sought = openNames(names, streams);
  return { names, fields: { ...fields, names: fields.names.filter((name) => sought.includes(name)) } };
}

/** Names of labels that not every stream has, and those whose values from elsewhere count as well. */
const openNames = (names: readonly string[], streams: StreamSet): readonly string[] =>
  names.filter((name) => names.includes(`${name}_extracted`) || !streams.allHave(name));

type ReadGroups = (
  plan: LogPlan,
  metadata: MetadataRead,
  signal: AbortSignal | undefined,
) => Promise<readonly Group[] | undefined>;

/**
 * Reads as little of the metadata as may do: of names that every stream has as labels nothing, of others their own
 * columns. All of it is read only where an attribute could give one. Mostly none gives a label that is counted by or
 * filtered by, so both are asked about at once, and lines are read meanwhile as if none did: the question reads the keys
 * of every line.
 */
async function readGroups(
  names: readonly string[] | undefined,
  lines: LogPlan,
  streams: StreamSet,
  read: ReadGroups,
  signal: AbortSignal | undefined,
): Promise<readonly Group[] | undefined> {
  const { scope, runner } = streams;
  const settle = async (): Promise<LogPlan> => valueOf(await settlePrefilters(lines, streams, scope, signal));
  if (names === undefined) return read(await settle(), EVERYTHING, signal);
  const gives = async (asked: readonly string[]): Promise<boolean> =>
    asked.length > 0 && valueOf(await anyAttributeGives(streams, scope, asked, signal));
  const open = openNames(names, streams);
  const columns = open.filter((name) => Object.hasOwn(COLUMN_LABELS, name));
  const others = open.filter((name) => !columns.includes(name));
  const filtered = lines.prefilters.flatMap(givenNames);
  const unshared = others.filter((name) => !streams.mayMatter([name]));
  const early = startEarly(signal, (own) => {
    const plan = withoutShared(withoutAttributes(lines), unshared);
    return read(plan, { columns, resource: false, attributes: false }, own);
  });
  const asked = Promise.all([
    gives([...new Set([...others, ...filtered])]),
    others.length > 0 && anyResourceHas(scope, others, runner, signal).then(valueOf),
  ]);
  const [given, resource] = await early.unless(asked, (answers) => answers.some((answer) => answer));
  const settled = given ? await settle() : withoutAttributes(lines);
  const plan = withoutShared(settled, resource ? [] : unshared);
  if (given && (filtered.length === 0 || (await gives(others)))) return read(plan, EVERYTHING, signal);
  const found =
    given || resource ? await read(plan, { columns, resource, attributes: false }, signal) : await early.result;
  if (found === undefined) return undefined;
  const isSettled = found.every(({ row }) => columns.every((name) => isSet(row, name)));
  return isSettled ? found : read(plan, EVERYTHING, signal);
}

/** Whether the label's own column has it, so that no attribute counts. */
function isSet(row: LogRow, name: string): boolean {
  switch (name) {
    case 'detected_level':
      return row.detectedLevel !== '';
    case 'trace_id':
      return row.traceId !== '';
    case 'span_id':
      return row.spanId !== '';
    case 'severity_text':
      return row.severityText !== '';
    case 'severity_number':
      return row.severityNumber > 0;
    default:
      return false;
  }
}

interface Group {
  /** A line of the group; of its metadata only what counts. */
  readonly row: LogRow;
  /** See `lineReader`. */
  readonly whole: boolean;
  /** Bytes are summed where they are what is asked for. */
  readonly cells: Omit<CellGroup, 'value'>;
}

/** Reads rows of `compileGroupedLines`. */
function readerOf(
  { columns: names }: MetadataRead,
  read: (column: string) => ReadLine,
): (columns: readonly unknown[]) => Group {
  return (columns) => {
    const known: Record<string, unknown> = {};
    for (const [i, name] of names.entries()) known[name] = columns[2 + i];
    const [attributes, line, cell, lines, bytes] = columns.slice(2 + names.length) as [
      string[] | number,
      string,
      number[],
      number[],
      number[],
    ];
    const made = read(line);
    const flat = typeof attributes === 'number' ? [] : attributes;
    return {
      row: rowOf(columns[0] as string, columns[1] as string, known, flat, made.line),
      whole: made.whole,
      cells: { cell, lines, ...(bytes.length > 0 ? { sums: bytes } : {}) },
    };
  };
}

function rowOf(
  stream: string,
  resource: string,
  known: Readonly<Record<string, unknown>>,
  flat: readonly string[],
  line: string,
): LogRow {
  const every = (offset: number): string[] => flat.filter((_, i) => i % 3 === offset);
  const text = (name: string): string => (known[name] as string | undefined) ?? '';
  const number = (name: string): number => (known[name] as number | undefined) ?? 0;
  return {
    ts: nanos(0n),
    seq: 0n,
    stream,
    line,
    resource,
    severityNumber: number('severity_number'),
    severityText: text('severity_text'),
    detectedLevel: text('detected_level'),
    eventName: text('event_name'),
    traceId: presentId(text('trace_id')),
    spanId: presentId(text('span_id')),
    idsFound: false,
    flags: number('flags'),
    observed: nanos(BigInt(text('observed_timestamp') || '0')),
    attributes: typedAttributes(every(0), every(1), every(2).join('')),
    droppedAttributes: number('dropped_attributes_count'),
  };
}
