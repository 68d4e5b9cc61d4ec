import { daysWithin, type ResourceScope } from '../../lang/index.js';
import { and, col, infix, lit, or, param, RESOURCES, type Expr, type Select } from '../../sql/index.js';
import { keysMayGive } from './attribute-names.js';

/** What a resource's scope and counts become as metadata. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  'scope_name',
  'scope_version',
  'scope_dropped_attributes_count',
  'resource_dropped_attributes_count',
]);

/** A row when any resource of the scope's days could give one of the labels. */
export function compileResourceNames(scope: ResourceScope, names: readonly string[]): Select {
  return {
    columns: [{ expr: lit(1) }],
    from: { kind: 'table', name: RESOURCES.name },
    where: and([
      infix(col('tenant'), '=', param('String', scope.tenant)),
      daysWithin('day', scope.start, scope.end),
      resourceNamed(names),
    ])!,
    limit: 1,
  };
}

/** A condition on `resources`: the row could give one of the labels. */
export function resourceNamed(names: readonly string[]): Expr {
  const own = names.some((name) => OWN_NAMES.has(name)) ? [infix(lit(1), '=', lit(1))] : [];
  return or([...own, ...['attributes', 'scope_attributes'].flatMap((map) => gives(map, names))])!;
}

/** An attribute whose key becomes one of the names (see `labelNameOf`), or a list whose leaves might. */
const gives = (map: string, names: readonly string[]): Expr[] =>
  keysMayGive(map, map === 'attributes' ? 'attribute_types' : 'scope_attribute_types', names);
