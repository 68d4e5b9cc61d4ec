import { asArray, asRecord, asText } from '../../../api/json.js';
import { type Pattern } from '../patterns/pattern.js';
import { interpolate } from '../variables/interpolate.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

/** Keeps the fields that are named or match the pattern, and drops those of `exclude`. */
export const filterFieldsByName: Transformation = (frames, options, scope, compile) => {
  const include = asRecord(options['include']);
  const exclude = asRecord(options['exclude']);
  const keep = matcher(include, (text) => compile(interpolate(text, scope, 'query')));
  const drop = matcher(exclude, (text) => compile(interpolate(text, scope, 'query')));
  const filtered = frames.map((frame) => ({
    ...frame,
    fields: frame.fields.filter((field) => {
      const names = [fieldName(field), field.name];
      return (keep?.(names) ?? true) && !(drop?.(names) ?? false);
    }),
  }));
  return filtered.filter(({ fields }) => fields.length > 0);
};

function matcher(
  json: Readonly<Record<string, unknown>>,
  compile: (text: string) => Pattern | undefined,
): ((names: readonly string[]) => boolean) | undefined {
  const listed = asArray(json['names']).flatMap((item) => asText(item) ?? []);
  const pattern = asText(json['pattern']);
  if (listed.length === 0 && (pattern === undefined || pattern === '')) return undefined;
  const compiled = pattern === undefined || pattern === '' ? undefined : compile(pattern);
  return (names) => names.some((name) => listed.includes(name) || (compiled?.test(name) ?? false));
}
