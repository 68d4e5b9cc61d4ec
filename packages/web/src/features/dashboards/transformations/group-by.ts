import { asArray, asRecord, asText } from '../../../api/json.js';
import { rowCount, type Field } from '../data/frame.js';
import { reduceValues } from '../fields/reduce.js';
import { withLabelColumns } from './label-columns.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

/** Rows with equal values in the `groupby` fields become one, the fields to `aggregate` their reductions. */
export const groupBy: Transformation = (frames, options) => {
  const settings = asRecord(options['fields']);
  return frames.map(withLabelColumns).map((frame) => {
    const role = (field: Field): Readonly<Record<string, unknown>> => asRecord(settings[fieldName(field)]);
    const keys = frame.fields.filter((field) => role(field)['operation'] === 'groupby');
    if (keys.length === 0) return frame;
    const groups = new Map<string, number[]>();
    for (let row = 0; row < rowCount(frame); row++) {
      const key = JSON.stringify(keys.map(({ values }) => values[row] ?? null));
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const rows = [...groups.values()];
    const kept = keys.map((field) => ({ ...field, values: rows.map(([first = 0]) => field.values[first]) }));
    const reduced = frame.fields.flatMap((field) => {
      if (role(field)['operation'] !== 'aggregate') return [];
      const calcs = asArray(role(field)['aggregations']).flatMap((item) => asText(item) ?? []);
      return calcs.map((calc): Field => {
        const { labels: _labels, displayName: _name, ...bare } = field;
        return {
          ...bare,
          name: `${fieldName(field)} (${calc})`,
          type: 'number',
          values: rows.map((at) =>
            reduceValues(
              at.map((row) => field.values[row]),
              calc,
            ),
          ),
        };
      });
    });
    return { ...frame, fields: [...kept, ...reduced] };
  });
};
