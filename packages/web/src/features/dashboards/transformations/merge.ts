import { rowCount, type Field, type Frame } from '../data/frame.js';
import { fieldName } from './organize.js';
import { withLabelColumns } from './label-columns.js';
import { type Transformation } from './transformation.js';

/**
 * One table of all frames: fields of one name become one column, and rows that agree in all columns they share become one row. Time
 * is left out of the comparison only when instant answers of a moment apart would otherwise never meet: it is rounded to a second.
 */
export const merge: Transformation = (frames) => {
  const tables = frames.map(withLabelColumns).filter((frame) => frame.fields.length > 0);
  if (tables.length === 0) return [];
  const columns = new Map<string, Field>();
  for (const frame of tables) {
    for (const field of frame.fields) if (!columns.has(fieldName(field))) columns.set(fieldName(field), field);
  }
  const names = [...columns.keys()];
  const rows: Map<string, unknown>[] = [];
  const shared = names.filter(
    (name) => tables.filter((frame) => frame.fields.some((field) => fieldName(field) === name)).length > 1,
  );
  const byKey = new Map<string, Map<string, unknown>[]>();
  for (const frame of tables) {
    for (let at = 0; at < rowCount(frame); at++) {
      const row = new Map(frame.fields.map((field) => [fieldName(field), field.values[at]]));
      const key = JSON.stringify(shared.map((name) => keyOf(columns.get(name), row.get(name))));
      const partner = byKey.get(key)?.find((other) => fits(other, row));
      if (partner) {
        for (const [name, value] of row) partner.set(name, value);
        continue;
      }
      rows.push(row);
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
    }
  }
  const fields = names.map((name) => ({ ...columns.get(name)!, labels: {}, values: rows.map((row) => row.get(name)) }));
  return [{ refId: tables[0]?.refId ?? 'A', fields }] satisfies readonly Frame[];
};

function keyOf(field: Field | undefined, value: unknown): unknown {
  return field?.type === 'time' && typeof value === 'number' ? Math.round(value / 1_000) : (value ?? null);
}

/** Rows of one key may be joined when neither has another value for the same column. */
function fits(row: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean {
  for (const [name, value] of other) {
    if (row.has(name) && row.get(name) !== value && typeof value === 'number' && name !== 'Time') return false;
  }
  return true;
}
