import { asText } from '../../../api/json.js';
import { type Field, type Frame } from '../data/frame.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

/** Frames side by side, rows of equal value in one field (time, when none is named) in one row. An outer join. */
export const joinByField: Transformation = (frames, options) => {
  const wanted = asText(options['byField']);
  const keyOf = (frame: Frame): Field | undefined =>
    frame.fields.find((field) =>
      wanted ? fieldName(field) === wanted || field.name === wanted : field.type === 'time',
    );
  const joinable = frames.filter((frame) => keyOf(frame));
  const [first] = joinable;
  const firstKey = first && keyOf(first);
  if (!first || !firstKey) return frames;
  const keys = [...new Set(joinable.flatMap((frame) => [...(keyOf(frame)?.values ?? [])]))];
  if (firstKey.type === 'time') keys.sort((a, b) => Number(a) - Number(b));
  const fields = joinable.flatMap((frame) => {
    const key = keyOf(frame);
    const rowOf = new Map(key?.values.map((value, row) => [value, row]));
    return frame.fields
      .filter((field) => field !== key && field.type !== 'time')
      .map((field) => ({
        ...field,
        values: keys.map((value) => {
          const row = rowOf.get(value);
          return row === undefined ? null : field.values[row];
        }),
      }));
  });
  return [{ refId: first.refId, fields: [{ ...firstKey, values: keys }, ...fields] }];
};
