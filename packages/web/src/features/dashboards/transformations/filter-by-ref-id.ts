import { asText } from '../../../api/json.js';
import { type Transformation } from './transformation.js';

/** Keeps the answers of the queries whose letter matches. */
export const filterByRefId: Transformation = (frames, options, _scope, compile) => {
  const wanted = asText(options['include']) ?? '';
  if (wanted === '') return frames;
  const pattern = compile(wanted);
  return frames.filter(({ refId }) => refId === wanted || (pattern?.test(refId) ?? false));
};
