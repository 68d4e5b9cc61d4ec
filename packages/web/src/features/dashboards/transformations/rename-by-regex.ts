import { asText } from '../../../api/json.js';
import { seriesName } from '../data/legend.js';
import { type Transformation } from './transformation.js';

/** New names of fields by a pattern and `$1`. */
export const renameByRegex: Transformation = (frames, options, _scope, compile) => {
  const text = asText(options['regex']) ?? '';
  const pattern = text === '' ? undefined : compile(text);
  if (!pattern) return frames;
  const replacement = asText(options['renamePattern']) ?? '';
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => {
      if (field.type === 'time') return field;
      const name = field.displayName ?? (field.labels ? seriesName(field.labels) || field.name : field.name);
      return { ...field, displayName: pattern.replace(name, replacement) };
    }),
  }));
};
