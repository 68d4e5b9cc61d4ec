import { asText } from '../../../api/json.js';
import { seriesName } from '../data/legend.js';
import { type Transformation } from './transformation.js';

/** New names of fields by a pattern and `$1`. */
export const renameByRegex: Transformation = (frames, options) => {
  const text = asText(options['regex']) ?? '';
  const slashed = /^\/([\s\S]*)\/([gimsu]*)$/.exec(text);
  let pattern: RegExp;
  try {
    pattern = new RegExp(slashed?.[1] ?? text, slashed?.[2]);
  } catch {
    return frames;
  }
  const replacement = asText(options['renamePattern']) ?? '';
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => {
      if (field.type === 'time' || text === '') return field;
      const name = field.displayName ?? (field.labels ? seriesName(field.labels) || field.name : field.name);
      return { ...field, displayName: name.replace(pattern, replacement) };
    }),
  }));
};
