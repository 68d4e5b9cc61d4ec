import { assertUnreachable, FOUND_IDS } from '@bongsu/model';
import { anyOf, daysWithin } from '../../lang/index.js';
import {
  and,
  call,
  col,
  infix,
  lit,
  LOG_STREAMS,
  not,
  or,
  param,
  RESOURCES,
  subquery,
  type Expr,
  type Table,
} from '../../sql/index.js';
import type { PipelineLimits } from '../exec/pipeline/pipeline-limits.js';
import type { PrefilterNode, QuantityPrefilter, TextPrefilter } from '../plan/nodes.js';
import { RECORD_LABELS } from '../plan/record-labels.js';
import { attributesMayGive } from './attribute-names.js';
import { jsonQuantity } from './fields/json.js';
import { logfmtQuantity } from './fields/logfmt.js';
import { plainValue } from './fields/plain-quantity.js';
import { resourceNamed } from './resource-names.js';
import type { StreamScope } from './streams.js';

/**
 * A condition on `logs` that holds for every line that may pass the filter.
 * @param cheaply also for some lines of uncommon forms, which would take more to tell.
 */
export function compilePrefilter(
  node: PrefilterNode,
  scope: StreamScope,
  limits: PipelineLimits,
  cheaply: boolean,
): Expr {
  switch (node.kind) {
    case 'text':
      return textPrefilter(node, scope);
    case 'quantity':
      return quantityPrefilter(node, scope, limits, cheaply);
    default:
      return assertUnreachable(node);
  }
}

/** Wherever a label of the line could equal one of the texts. */
function textPrefilter({ texts, names, parsed, attributes, shared }: TextPrefilter, scope: StreamScope): Expr {
  const inLine = parsed ? texts.flatMap(lineMayGive) : [];
  const inAttributes = attributes ? [...texts.map((value) => mapHas('attributes', value)), NESTED] : [];
  const ofRecord = names.some((name) => RECORD_LABELS.has(withoutSuffix(name)));
  const kept = [...inLine, ...inAttributes, ...(ofRecord ? texts.flatMap(recordMayGive) : [])];
  if (parsed) kept.push(infix(call('position', col('body'), lit('\\')), '>', lit(0)));
  if (shared) {
    kept.push(
      infix(col('resource'), 'IN', holders(RESOURCES, scope, or(texts.flatMap(resourceGives))!)),
      infix(col('stream'), 'IN', holders(LOG_STREAMS, scope, or(texts.map((text) => mapHas('labels', text)))!)),
    );
  }
  return anyOf(kept) ?? lit(0);
}

/** Wherever the label is not a plain quantity that fails: another one, or of a line of another form, or not of the line. */
function quantityPrefilter(
  { parser, quantity, names, attributes, shared, op, value }: QuantityPrefilter,
  scope: StreamScope,
  { jsonDepth }: PipelineLimits,
  cheaply: boolean,
): Expr {
  const name = names[0]!;
  const { text, isPlain, some, form, lacking, common, lacks } =
    parser === 'json' ? jsonQuantity(name, quantity, jsonDepth.value) : logfmtQuantity(name, quantity);
  // The pipeline cuts what is less than a byte or a nanosecond.
  const margin = Math.abs(value) * ROUNDING + (quantity === 'number' ? 0 : 1);
  const compare = (by: Exclude<QuantityPrefilter['op'], '=='>): Expr => {
    const widened = by === '<' || by === '<=' ? value + margin : value - margin;
    return infix(plainValue(quantity, text), by, param('Float64', widened));
  };
  const passes = op === '==' ? infix(compare('>='), 'AND', compare('<=')) : compare(op);
  const exactly = [some, ...(lacking ? [not(lacking)] : [])];
  const otherwise = cheaply && lacks ? not(lacks) : anyOf(cheaply ? [some] : exactly)!;
  const known = (cheaply ? common : undefined) ?? form;
  return anyOf([
    // Not `or`: for that the engine copies the lines that do not pass by their quantity, which takes longer than to look
    // at the form of all of them.
    call('bitOr', call('if', isPlain, passes, otherwise), not(known)),
    ...(attributes ? [attributesMayGive(names)] : []),
    ...(shared
      ? [
          infix(col('resource'), 'IN', holders(RESOURCES, scope, resourceNamed(names))),
          infix(col('stream'), 'IN', holders(LOG_STREAMS, scope, or(names.map(streamNamed))!)),
        ]
      : []),
  ])!;
}

/** Far more than the rounding of decimals takes, of a value. */
const ROUNDING = 1e-9;

const streamNamed = (name: string): Expr => call('mapContains', col('labels'), param('String', name));
const withoutSuffix = (name: string): string => name.replace(/_extracted$/, '');

/** Attributes inside others are texts of their own. */
const NESTED: Expr = infix(call('position', col('attribute_types'), lit('k')), '>', lit(0));

const text = (value: string): Expr => param('String', value);
const mapHas = (map: string, value: string): Expr => call('has', call('mapValues', col(map)), text(value));

function lineMayGive(value: string): Expr[] {
  const found = infix(call('position', col('body'), text(value)), '>', lit(0));
  // Bytes that are no UTF-8 may become a space.
  return value.includes(' ') ? [found, not(call('isValidUTF8', col('body')))] : [found];
}

/** A text in the fields of the record. */
function recordMayGive(value: string): Expr[] {
  const equal = (column: Expr): Expr => infix(column, '=', text(value));
  const found = ['detected_level', 'severity_text', 'event_name'].map((name) => equal(col(name)));
  if (/^[0-9a-f]{32}$/.test(value)) found.push(equal(call('lower', call('hex', col('trace_id')))));
  if (/^[0-9a-f]{16}$/.test(value)) found.push(equal(call('lower', call('hex', col('span_id')))));
  if (/^[0-9]+$/.test(value)) {
    const numbers = [
      ...['severity_number', 'dropped_attributes'].map((name) => col(name)),
      call('bitAnd', col('flags'), lit(FOUND_IDS - 1)),
      call('toUnixTimestamp64Nano', col('observed_ts')),
    ];
    found.push(...numbers.map((number) => equal(call('toString', number))));
  }
  return found;
}

function resourceGives(value: string): Expr[] {
  const types = ['attribute_types', 'scope_attribute_types'].map((name) => col(name));
  const equal = (column: Expr): Expr => infix(call('toString', column), '=', text(value));
  return [
    mapHas('attributes', value),
    mapHas('scope_attributes', value),
    ...['scope_name', 'scope_version', 'dropped_attributes', 'scope_dropped_attributes'].map((name) =>
      equal(col(name)),
    ),
    ...types.map((column) => infix(call('position', column, lit('k')), '>', lit(0))),
  ];
}

/** Fingerprints in a side table of those that hold a text. */
function holders(table: Table, scope: StreamScope, holds: Expr): Expr {
  const where = and([
    infix(col('tenant'), '=', param('String', scope.tenant)),
    daysWithin('day', scope.start, scope.end),
    holds,
  ])!;
  return subquery({ columns: [{ expr: col('fingerprint') }], from: { kind: 'table', name: table.name }, where });
}
