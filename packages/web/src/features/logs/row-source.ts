import { type LineIndex } from './line-index.js';
import { type LogLine } from './log-line.js';

/** The lines of a list, of which some may not have been fetched yet. */
export interface RowSource {
  readonly length: number;
  /** Undefined while the line is not there. */
  at(row: number): LogLine | undefined;
  /** Among the lines that are there; -1 for none. */
  indexOf(id: string): number;
}

export function rowsOf(lines: readonly LogLine[]): RowSource {
  return {
    length: lines.length,
    at: (row) => lines[row],
    indexOf: (id) => lines.findIndex((line) => line.id === id),
  };
}

/** One list after another. */
export function joinedRows(first: RowSource, second: RowSource): RowSource {
  if (first.length === 0) return second;
  return {
    length: first.length + second.length,
    at: (row) => (row < first.length ? first.at(row) : second.at(row - first.length)),
    indexOf: (id) => {
      const found = first.indexOf(id);
      if (found >= 0) return found;
      const behind = second.indexOf(id);
      return behind < 0 ? -1 : behind + first.length;
    },
  };
}

/**
 * The rows of an index, and where it has not fetched them, the lines that were there before anything was counted. Between
 * the two more lines may have come, which the index has before them or among them: no line stands in two rows, so a row
 * of the index waits for its own line rather than show one that stands elsewhere.
 */
export function filledRows(index: Pick<LineIndex, 'total' | 'at' | 'indexOf'>, head: readonly LogLine[]): RowSource {
  if (index.total === 0) return rowsOf(head);
  const shift = Math.max(0, index.indexOf(head[0]?.id ?? ''));
  const shown = new Map<string, number>();
  for (const [at, { id }] of head.entries()) {
    const row = at + shift;
    if (row < index.total && index.at(row) === undefined && index.indexOf(id) < 0) shown.set(id, row);
  }
  return {
    length: index.total,
    at: (row) => {
      const first = head[row - shift];
      return index.at(row) ?? (first !== undefined && shown.has(first.id) ? first : undefined);
    },
    indexOf: (id) => {
      const found = index.indexOf(id);
      return found >= 0 ? found : (shown.get(id) ?? -1);
    },
  };
}
