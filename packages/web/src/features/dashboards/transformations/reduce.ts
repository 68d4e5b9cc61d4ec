import { asArray, asText } from '../../../api/json.js';
import { type Field, type Frame } from '../data/frame.js';
import { reduceValues, reducerName } from '../fields/reduce.js';
import { fieldName } from './organize.js';
import { seriesName } from '../data/legend.js';
import { type Transformation } from './transformation.js';

/** Each numeric field becomes a row of its reductions (`seriesToRows`), or keeps its column with one value (`reduceFields`). */
export const reduce: Transformation = (frames, options) => {
  const given = asArray(options['reducers']).flatMap((item) => asText(item) ?? []);
  const reducers = given.length > 0 ? given : ['max'];
  if (options['mode'] === 'reduceFields') {
    return frames.map((frame) => ({
      ...frame,
      fields: frame.fields
        .filter(({ type }) => type === 'number')
        .map((field) => ({ ...field, values: [reduceValues(field.values, reducers[0] ?? 'max')] })),
    }));
  }
  const fields = frames.flatMap((frame) => frame.fields.filter(({ type }) => type === 'number'));
  if (fields.length === 0) return [];
  const withLabels = options['labelsToFields'] === true;
  const labels = withLabels ? [...new Set(fields.flatMap((field) => Object.keys(field.labels ?? {})))].sort() : [];
  const text = (name: string, of: (field: Field) => string): Field => ({
    name,
    type: 'string',
    values: fields.map(of),
  });
  const table: Frame = {
    refId: frames[0]?.refId ?? 'A',
    fields: [
      text(
        'Field',
        (field) =>
          field.displayName ?? (field.labels ? seriesName(field.labels) || fieldName(field) : fieldName(field)),
      ),
      ...labels.map((name) => text(name, (field) => field.labels?.[name] ?? '')),
      ...reducers.map((id): Field => ({
        name: reducerName(id),
        type: 'number',
        values: fields.map(({ values }) => reduceValues(values, id)),
      })),
    ],
  };
  return [table];
};
