import type { Matcher } from '../../lang/index.js';
import { and, call, col, infix, lit, METRIC_SERIES, type Expr, type Select } from '../../sql/index.js';
import { labelValue } from './matcher.js';
import { seriesCondition, type SeriesWindow } from './series.js';

type AnyOf = readonly (readonly Matcher[])[];

const FROM = { kind: 'table', name: METRIC_SERIES.name } as const;

/** Names of labels other than `__name__`, sorted. */
export function labelNamesSelect(window: SeriesWindow, anyOf: AnyOf, limit?: number): Select {
  const name: Expr = call('arrayJoin', call('mapKeys', col('labels')));
  return limited(
    {
      distinct: true,
      columns: [{ expr: name, as: 'name' }],
      from: FROM,
      where: seriesCondition(window, anyOf),
      orderBy: [{ expr: col('name'), direction: 'ASC' }],
    },
    limit,
  );
}

/** Values of a label, `__name__` too, sorted; series without it give none. */
export function labelValuesSelect(label: string, window: SeriesWindow, anyOf: AnyOf, limit?: number): Select {
  const value = labelValue(label);
  return limited(
    {
      distinct: true,
      columns: [{ expr: call('toString', value), as: 'value' }],
      from: FROM,
      where: and([seriesCondition(window, anyOf), infix(value, '!=', lit(''))])!,
      orderBy: [{ expr: col('value'), direction: 'ASC' }],
    },
    limit,
  );
}

/** Type, unit and help of metrics, each combination once, sorted by metric. */
export function metadataSelect(window: SeriesWindow, anyOf: AnyOf): Select {
  const columns = ['metric', 'type', 'unit', 'help'].map((name) => ({ expr: col(name) }));
  return {
    distinct: true,
    columns,
    from: FROM,
    where: seriesCondition(window, anyOf),
    orderBy: columns.map(({ expr }) => ({ expr, direction: 'ASC' as const })),
  };
}

const limited = (select: Select, limit: number | undefined): Select =>
  limit === undefined ? select : { ...select, limit };
