import { allOf, anyOf, type ResourceScope } from '../../lang/index.js';
import { call, col, infix, lambda, lit, LOGS, param, type Expr, type Select } from '../../sql/index.js';
import { scopeConditions, type StreamChoice } from './line-scope.js';

/** A row when an attribute of any line of the streams in [start, end) could give one of the labels. */
export function compileAttributeNames(scope: ResourceScope, streams: StreamChoice, names: readonly string[]): Select {
  return {
    columns: [{ expr: lit(1) }],
    from: { kind: 'table', name: LOGS.name },
    where: allOf([...scopeConditions({ ...scope, streams }), attributesMayGive(names)])!,
    limit: 1,
  };
}

/** Attributes of a line, or values inside them, that become one of the labels as `labelNameOf` makes names. */
export const attributesMayGive = (names: readonly string[]): Expr =>
  anyOf(keysMayGive('attributes', 'attribute_types', names))!;

/**
 * Conditions of which one holds where a key of the map, or one inside its values, becomes one of the labels. Reads keys
 * alone. For a whole key `mapContains` is four times as fast as `hasAny`, and a pattern ten times as fast as
 * comparing what a replacement makes of every key (3 million lines of five attributes).
 */
export function keysMayGive(map: string, types: string, names: readonly string[]): Expr[] {
  const nested = infix(call('position', col(types), lit('k')), '>', lit(0));
  const exact = names.map((name) => call('mapContains', col(map), param('String', name)));
  const origins = otherKeys(names);
  if (origins === undefined) return [nested, ...exact];
  const matches = lambda(['k'], call('match', col('k'), param('String', origins)));
  return [nested, ...exact, call('arrayExists', matches, call('mapKeys', col(map)))];
}

/**
 * The keys but for the names themselves that become one of them, as RE2: an underscore stands for any number of what is
 * no letter or digit. `undefined` where there are none.
 */
export function otherKeys(names: readonly string[]): string | undefined {
  const patterns = names.flatMap((name) => {
    const bare = name.replace(/^key_(?=[0-9])/, '');
    return [...(name.includes('_') ? [pattern(name)] : []), ...(bare === name ? [] : [pattern(bare)])];
  });
  return patterns.length === 0 ? undefined : `^(?:${patterns.join('|')})$`;
}

/** Names are letters, digits and underscores; any other is no label that an attribute gives. */
const pattern = (name: string): string =>
  name
    .split('_')
    .map((part) => part.replace(/[^A-Za-z0-9]/g, ''))
    .join('[^A-Za-z0-9]+');
