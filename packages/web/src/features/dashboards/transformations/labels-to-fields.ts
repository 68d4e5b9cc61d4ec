import { withLabelColumns } from './label-columns.js';
import { merge } from './merge.js';
import { type Transformation } from './transformation.js';

/** Labels become columns of text. */
export const labelsToFields: Transformation = (frames, options, scope, compile) => {
  const wide = frames.map((frame) => withLabelColumns(frame));
  return options['mode'] === 'rows' ? wide : merge(wide, {}, scope, compile);
};
