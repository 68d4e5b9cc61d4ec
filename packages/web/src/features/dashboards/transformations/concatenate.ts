import { rowCount } from '../data/frame.js';
import { type Transformation } from './transformation.js';

/** All fields of all frames side by side, row by row. */
export const concatenate: Transformation = (frames) => {
  const [first] = frames;
  if (!first || frames.length < 2) return frames;
  const rows = Math.max(...frames.map(rowCount));
  const fields = frames.flatMap((frame) =>
    frame.fields.map((field) => ({
      ...field,
      values: Array.from({ length: rows }, (_, row) => field.values[row] ?? null),
    })),
  );
  return [{ refId: first.refId, fields }];
};
