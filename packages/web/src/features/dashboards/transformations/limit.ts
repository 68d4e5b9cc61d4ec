import { asNumber } from '../../../api/json.js';
import { type Transformation } from './transformation.js';

/** The first rows. */
export const limit: Transformation = (frames, options) => {
  const rows = asNumber(options['limitField']) ?? 10;
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => ({ ...field, values: field.values.slice(0, rows) })),
  }));
};
