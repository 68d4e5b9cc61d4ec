import { and, call, col, infix, lambda, lit, not, param, subquery, type Expr } from '../../sql/index.js';
import type { AttributeScope, ComparisonOp, Literal } from '../syntax/index.js';
import { compileResources, type SpanScope } from './scope.js';
import { compileTyped } from './value.js';

/** A map of attributes and its type letters, wherever they stand. */
interface AttributeMap {
  readonly map: Expr;
  readonly letters: Expr;
}

const OF_SPAN: AttributeMap = { map: col('attributes'), letters: col('attribute_types') };
/** Spans and resources name their columns alike. */
const OF_RESOURCE = OF_SPAN;
const OF_INSTRUMENTATION: AttributeMap = { map: col('scope_attributes'), letters: col('scope_attribute_types') };
/** The parameters of a lambda over events or links. */
const OF_ITEM: AttributeMap = { map: col('m'), letters: col('t') };

export const presentIn = ({ map }: AttributeMap, name: string): Expr => call('mapContains', map, param('String', name));

/** Text of an attribute; '' when it is missing. */
export const attributeText = (name: string): Expr => call('arrayElement', OF_SPAN.map, param('String', name));

/** OTLP type letter of a present attribute. */
export const attributeLetter = (name: string): Expr => letterOf(OF_SPAN, name);

export const spanHas = (name: string): Expr => presentIn(OF_SPAN, name);

const letterOf = ({ map, letters }: AttributeMap, name: string): Expr =>
  call('substring', letters, call('indexOf', call('mapKeys', map), param('String', name)), lit(1));

const NUMERIC: ReadonlySet<string> = new Set<Literal['type']>(['int', 'float', 'duration']);

/** Present, and compares as asked; a missing attribute fails every comparison. */
function compareIn(where: AttributeMap, name: string, op: ComparisonOp, literal: Literal): Expr {
  if (literal.type === 'nil') return presentIn(where, name);
  const value = call('arrayElement', where.map, param('String', name));
  // An attribute that is missing has the empty text and no letter.
  const sure = op === '=' && (literal.type === 'string' ? literal.value !== '' : NUMERIC.has(literal.type));
  return and([
    probablyEqual(value, where.letters, op, literal),
    sure ? undefined : presentIn(where, name),
    compileTyped(value, letterOf(where, name), op, literal),
  ])!;
}

/**
 * What holds of every attribute that equals a literal and is cheaper to tell: its text is the literal's, or there are
 * types among the attributes whose text may differ from it, fractions (`5.0`) and arrays. Spares looking for the letter
 * of each value.
 */
function probablyEqual(value: Expr, letters: Expr, op: ComparisonOp, literal: Literal): Expr | undefined {
  if (op !== '=' || (literal.type !== 'string' && literal.type !== 'int' && literal.type !== 'bool')) return undefined;
  const others = literal.type === 'int' ? '[ad]' : 'a';
  const same = infix(value, '=', param('String', String(literal.value)));
  return infix(same, 'OR', call('match', letters, lit(others)));
}

/** A condition on spans about an attribute. Mirrors `exec/field.ts` with `compareValues`. */
export function compileAttribute(
  scope: AttributeScope,
  name: string,
  op: ComparisonOp,
  literal: Literal,
  resources: SpanScope,
): Expr {
  if (literal.type === 'nil' && op === '=') return not(compileAttribute(scope, name, '!=', literal, resources));
  const inResource = (condition: Expr): Expr =>
    infix(col('resource'), 'IN', subquery(compileResources(resources, condition)));
  const inItems = (items: 'events' | 'links', condition: Expr): Expr =>
    call('arrayExists', lambda(['m', 't'], condition), col(`${items}.attributes`), col(`${items}.attribute_types`));
  switch (scope) {
    case 'span':
      return compareIn(OF_SPAN, name, op, literal);
    case 'resource':
      // A column of its own, which every span has.
      if (name === 'service.name')
        return literal.type === 'nil' ? lit(1) : compileTyped(col('service'), lit('s'), op, literal);
      return inResource(compareIn(OF_RESOURCE, name, op, literal));
    case 'event':
      return inItems('events', compareIn(OF_ITEM, name, op, literal));
    case 'link':
      return inItems('links', compareIn(OF_ITEM, name, op, literal));
    case 'instrumentation':
      return inResource(compareIn(OF_INSTRUMENTATION, name, op, literal));
    case 'any': {
      const of = (each: AttributeScope): Expr => compileAttribute(each, name, op, literal, resources);
      const has = (each: AttributeScope): Expr => compileAttribute(each, name, '!=', { type: 'nil' }, resources);
      // What a span has itself hides the others, whatever its value. Every span has a service.name; legacy tags
      // look no further than the resource.
      if (name === 'service.name' || literal.type === 'text')
        return call('if', has('span'), of('span'), of('resource'));
      const places: readonly AttributeScope[] = ['span', 'resource', 'event', 'link'];
      return call('multiIf', ...places.flatMap((each) => [has(each), of(each)]), of('instrumentation'));
    }
  }
}
