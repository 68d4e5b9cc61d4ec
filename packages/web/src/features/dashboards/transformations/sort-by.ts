import { asArray, asRecord, asText } from '../../../api/json.js';
import { rowCount } from '../data/frame.js';
import { compare } from './compare.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

/** Rows by one field. */
export const sortBy: Transformation = (frames, options) => {
  const [rule] = asArray(options['sort']).map(asRecord);
  const name = asText(rule?.['field']);
  const down = rule?.['desc'] === true ? -1 : 1;
  return frames.map((frame) => {
    const field = frame.fields.find((each) => fieldName(each) === name || each.name === name);
    if (!field) return frame;
    const order = Array.from({ length: rowCount(frame) }, (_, row) => row).sort(
      (a, b) => down * compare(field.values[a], field.values[b]),
    );
    return {
      ...frame,
      fields: frame.fields.map((each) => ({ ...each, values: order.map((row) => each.values[row]) })),
    };
  });
};
