import { type TreeNode } from './tree.js';

/** Spans of one service, or of one operation of it. Times in nanoseconds. */
export interface StatisticsRow {
  readonly key: string;
  readonly service: string;
  /** Undefined in statistics by service. */
  readonly name: string | undefined;
  readonly count: number;
  readonly errors: number;
  readonly total: number;
  readonly self: number;
  readonly longest: TreeNode;
}

export const statisticsColumns = ['count', 'errors', 'self', 'total', 'average', 'longest'] as const;
export type StatisticsColumn = (typeof statisticsColumns)[number];

/** Sums of the spans by service, or by service and name; most self time first. */
export function spanStatistics(nodes: readonly TreeNode[], by: 'service' | 'operation'): readonly StatisticsRow[] {
  const rows = new Map<string, { -readonly [K in keyof StatisticsRow]: StatisticsRow[K] }>();
  for (const node of nodes) {
    const { service, name, status } = node.span;
    const key = by === 'service' ? service : `${service}\u001f${name}`;
    let row = rows.get(key);
    if (!row) {
      row = {
        key,
        service,
        name: by === 'service' ? undefined : name,
        count: 0,
        errors: 0,
        total: 0,
        self: 0,
        longest: node,
      };
      rows.set(key, row);
    }
    row.count += 1;
    row.errors += Number(status === 'error');
    row.total += node.duration;
    row.self += node.self;
    if (node.duration > row.longest.duration) row.longest = node;
  }
  return sortStatistics([...rows.values()], 'self');
}

/** Largest first. */
export function sortStatistics(rows: readonly StatisticsRow[], by: StatisticsColumn): readonly StatisticsRow[] {
  const value = (row: StatisticsRow): number =>
    by === 'average' ? row.total / row.count : by === 'longest' ? row.longest.duration : row[by];
  return [...rows].sort((a, b) => value(b) - value(a) || (a.key < b.key ? -1 : 1));
}
