import { rowCount, type Field, type Frame } from '../data/frame.js';
import { fieldName } from './organize.js';
import { withLabelColumns } from './label-columns.js';
import { type Transformation } from './transformation.js';

/**
 * One table of all frames: fields of one name become one column, and rows become one where they agree in the columns that every frame has
 * and contradict each other in no other: a row without a `name` joins the one that has it. Times of instant answers a moment apart would
 * never meet: they are compared to the second.
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
  const shared = names.filter((name) =>
    tables.every((frame) => frame.fields.some((field) => fieldName(field) === name)),
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
    const own = row.get(name);
    if (name !== 'Time' && value !== undefined && own !== undefined && own !== value) return false;
  }
  return true;
}
