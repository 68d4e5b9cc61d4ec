import { asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { valueParts, type ValueParts } from '../../units/format-value.js';
import { asValue, type Field, type Frame } from '../data/frame.js';
import { seriesName } from '../data/legend.js';
import { readLinks, type Link } from '../links/read-link.js';
import { type FieldOverride, type Panel } from '../model/dashboard.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { cssColour, seriesColour } from './colours.js';
import { gradientAt, gradientOf, type Gradient } from './gradient.js';
import { mapped, readMappings, type Mapping } from './mappings.js';
import { plainText } from './plain-text.js';
import { reduceValues } from './reduce.js';
import { noThresholds, readThresholds, stepAt, type Thresholds } from './thresholds.js';

/** How one field is shown: the panel's defaults with the overrides that match it. */
export interface FieldDisplay {
  readonly name: string;
  readonly unit: string | undefined;
  readonly decimals: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly noValue: string | undefined;
  readonly thresholds: Thresholds;
  readonly mappings: readonly Mapping[];
  /** Colour of the series: fixed, or its place in the palette. */
  readonly colour: string;
  /** Values are coloured by the step they lie in. */
  readonly byThreshold: boolean;
  /** The one colour of all values, whatever step they lie in. */
  readonly fixed: string | undefined;
  /** Values are coloured by their place between the least and the greatest. */
  readonly gradient: Gradient | undefined;
  readonly links: readonly Link[];
  /** Settings of the panel's kind: `drawStyle`, `axisPlacement`, … */
  readonly custom: JsonRecord;
}

export interface DisplayedField {
  readonly field: Field;
  readonly frame: Frame;
  readonly display: FieldDisplay;
}

/** Every field of the frames with its display, numbers counted for their colours. */
export function displayFields(
  frames: readonly Frame[],
  panel: Pick<Panel, 'fieldDefaults' | 'overrides' | 'compile'>,
): readonly DisplayedField[] {
  let numbers = 0;
  return frames.flatMap((frame) =>
    frame.fields.map((field) => {
      const index = field.type === 'number' ? numbers++ : 0;
      return { field, frame, display: displayOf(field, frame, panel, index) };
    }),
  );
}

export function displayOf(
  field: Field,
  frame: Frame,
  panel: Pick<Panel, 'fieldDefaults' | 'overrides' | 'compile'>,
  index: number,
): FieldDisplay {
  const config: Record<string, unknown> = { ...panel.fieldDefaults };
  if (field.unit !== undefined) config['unit'] = field.unit;
  let custom: JsonRecord = asRecord(config['custom']);
  const before = nameOf(field, frame, asText(config['displayName']));
  for (const override of panel.overrides) {
    if (!overrideMatches(override, field, frame, before, panel.compile)) continue;
    for (const { id, value } of override.properties) {
      if (id.startsWith('custom.')) custom = { ...custom, [id.slice('custom.'.length)]: value };
      else config[id] = value;
    }
  }
  const color = asRecord(config['color']);
  const mode = asText(color['mode']) ?? 'palette-classic';
  const fixed = mode === 'fixed' || mode === 'shades' ? cssColour(asText(color['fixedColor'])) : undefined;
  const thresholds = config['thresholds'] === undefined ? noThresholds : readThresholds(config['thresholds']);
  return {
    name: nameOf(field, frame, asText(config['displayName'])),
    unit: asText(config['unit']),
    decimals: asNumber(config['decimals']),
    min: asNumber(config['min']),
    max: asNumber(config['max']),
    noValue: asText(config['noValue']),
    thresholds,
    mappings: readMappings(config['mappings'], panel.compile),
    colour: fixed ?? seriesColour(index),
    byThreshold: mode === 'thresholds',
    fixed,
    gradient: gradientOf(mode),
    links: readLinks(config['links']),
    custom,
  };
}

/** A name given by the panel (`${__field.labels.x}` filled in), by the query's legend, or by the labels. */
function nameOf(field: Field, frame: Frame, configured: string | undefined): string {
  if (configured !== undefined && configured !== '') {
    return configured.replace(
      /\$\{__(field|series)\.(labels\.(\w+)|name|displayName)\}|\$\{__cell_0\}/g,
      (_whole, _kind, what: string, label?: string) =>
        label === undefined ? nameOf(field, frame, undefined) : (field.labels?.[label] ?? ''),
    );
  }
  if (field.displayName !== undefined && field.displayName !== '') return field.displayName;
  if (field.labels && Object.keys(field.labels).length > 0) return seriesName(field.labels);
  return field.type === 'number' && field.name === 'Value' && frame.name ? frame.name : field.name;
}

function overrideMatches(
  { matcher }: FieldOverride,
  field: Field,
  frame: Frame,
  name: string,
  compile: CompilePattern,
): boolean {
  const { id, options } = matcher;
  switch (id) {
    case 'byName':
      return options === name || options === field.name;
    case 'byRegexp': {
      const pattern = compile(asText(options) ?? '');
      return pattern !== undefined && (pattern.test(name) || pattern.test(field.name));
    }
    case 'byType':
    case 'byTypes':
      return Array.isArray(options) ? options.includes(field.type) : options === field.type;
    case 'numeric':
      return field.type === 'number';
    case 'byValue':
      return field.type === 'number' && reducesTo(field, asRecord(options));
    case 'byFrameRefID':
      return options === frame.refId;
    case 'byNames': {
      const given = asRecord(options);
      const names = Array.isArray(given['names']) ? (given['names'] as readonly unknown[]) : [];
      const listed = names.includes(name) || names.includes(field.name);
      return given['mode'] === 'exclude' ? !listed && field.type === 'number' : listed;
    }
    default:
      return false;
  }
}

/** `{ reducer: 'max', op: 'gte', value: 5 }`. */
function reducesTo(field: Field, options: JsonRecord): boolean {
  const found = reduceValues(field.values, asText(options['reducer']) ?? '');
  const wanted = asNumber(options['value']) ?? 0;
  if (found === null) return false;
  switch (options['op']) {
    case 'eq':
      return found === wanted;
    case 'neq':
      return found !== wanted;
    case 'gt':
      return found > wanted;
    case 'gte':
      return found >= wanted;
    case 'lt':
      return found < wanted;
    case 'lte':
      return found <= wanted;
    default:
      return false;
  }
}

export interface Shown extends ValueParts {
  /** Of the step or mapping it lies in; undefined when none applies. */
  readonly colour: string | undefined;
}

/** A value as the panel shows it: mapped, or with its unit. */
export function showValue(
  value: unknown,
  display: FieldDisplay,
  range?: { readonly min: number; readonly max: number },
): Shown {
  const number = typeof value === 'number' ? value : undefined;
  const map = mapped(display.mappings, value);
  const limits = range ?? { min: display.min ?? 0, max: display.max ?? 100 };
  const step = number === undefined ? undefined : stepAt(display.thresholds, number, limits);
  const placed =
    number === undefined || !display.gradient
      ? step?.colour
      : gradientAt(display.gradient, (number - limits.min) / (limits.max - limits.min || 1));
  const colour = map?.colour ?? display.fixed ?? placed;
  if (map?.text !== undefined) return { prefix: '', text: map.text, suffix: '', colour };
  if (value === null || value === undefined || (number !== undefined && Number.isNaN(number))) {
    return { prefix: '', text: display.noValue ?? '–', suffix: '', colour };
  }
  if (number === undefined) return { prefix: '', text: plainText(value), suffix: '', colour };
  return { ...valueParts(number, display.unit, display.decimals), colour };
}

export function shownText(value: unknown, display: FieldDisplay): string {
  const { prefix, text, suffix } = showValue(value, display);
  return prefix + text + suffix;
}

/** Least and greatest value of fields, for colours in percent and bars; the settings win. */
export function valueRange(fields: readonly DisplayedField[]): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const { field, display } of fields) {
    if (display.min === undefined) min = Math.min(min, reduceValues(field.values, 'min') ?? Infinity);
    if (display.max === undefined) max = Math.max(max, reduceValues(field.values, 'max') ?? -Infinity);
    if (display.min !== undefined) min = Math.min(min, display.min);
    if (display.max !== undefined) max = Math.max(max, display.max);
  }
  return { min: Number.isFinite(min) ? min : 0, max: Number.isFinite(max) ? max : 1 };
}

/** One value a panel of single values shows: a reduced field, or a row of it. */
export interface SingleValue {
  readonly key: string;
  readonly name: string;
  readonly value: number | string | null;
  readonly display: FieldDisplay;
  /** Where it comes from: of a column that is reduced, its last row. */
  readonly field: Field;
  readonly frame: Frame;
  readonly row: number;
  /** The column over time, for a sparkline. */
  readonly trend: readonly (number | null)[];
  readonly times: readonly number[];
}

/**
 * The values of a stat, gauge, bar gauge or pie: each numeric field reduced, or with `reduceOptions.values` each of its rows, named by the
 * first text column of the row.
 */
export function singleValues(
  frames: readonly Frame[],
  panel: Pick<Panel, 'fieldDefaults' | 'overrides' | 'options' | 'compile'>,
): readonly SingleValue[] {
  const reduce = asRecord(panel.options['reduceOptions']);
  const calcs = Array.isArray(reduce['calcs']) ? (reduce['calcs'] as readonly unknown[]) : [];
  const calc = asText(calcs[0]) ?? 'lastNotNull';
  const wanted = asText(reduce['fields']);
  const fields = displayFields(frames, panel).filter(
    ({ field, display }) =>
      asRecord(display.custom['hideFrom'])['viz'] !== true && selected(wanted, field, display.name, panel.compile),
  );
  const limit = asNumber(reduce['limit']) ?? 50;
  if (reduce['values'] === true) return eachRow(fields, limit);
  return fields.map(({ field, frame, display }, at) => ({
    key: `${frame.refId}-${at}`,
    name: display.name,
    value: field.type === 'number' ? reduceValues(field.values, calc) : plainText(field.values.at(-1)),
    display,
    field,
    frame,
    row: field.values.length - 1,
    trend: field.values.map(asValue),
    times: (frame.fields.find(({ type }) => type === 'time')?.values ?? []) as readonly number[],
  }));
}

function eachRow(fields: readonly DisplayedField[], limit: number): readonly SingleValue[] {
  return fields
    .flatMap(({ field, frame, display }, at) =>
      field.values.map((value, row) => {
        const name = frame.fields.find(({ type }) => type === 'string')?.values[row];
        return {
          key: `${frame.refId}-${at}-${row}`,
          name: name === undefined ? display.name : plainText(name),
          value: typeof value === 'number' || typeof value === 'string' ? value : null,
          display,
          field,
          frame,
          row,
          trend: [],
          times: [],
        };
      }),
    )
    .slice(0, limit);
}

/** Empty: all numbers. Between slashes: a pattern of names, so that two slashes around `.*` are all fields. Else a name. */
function selected(wanted: string | undefined, field: Field, name: string, compile: CompilePattern): boolean {
  if (field.type === 'time') return false;
  if (wanted === undefined || wanted === '') return field.type === 'number';
  const pattern = compile(wanted);
  return (
    wanted === name ||
    wanted === field.name ||
    (/^\/.*\/$/.test(wanted) && pattern !== undefined && (pattern.test(name) || pattern.test(field.name)))
  );
}
