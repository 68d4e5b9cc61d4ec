import { asNumber, asRecord, asText } from '../../../api/json.js';
import { type Field } from '../data/frame.js';
import { type Transformation } from './transformation.js';

/** What transformations call a field. */
export function fieldName(field: Field): string {
  return field.displayName ?? field.name;
}

/** Hides, renames and orders fields by name. */
export const organize: Transformation = (frames, options) => {
  const excluded = asRecord(options['excludeByName']);
  const included = asRecord(options['includeByName']);
  const order = asRecord(options['indexByName']);
  const renamed = asRecord(options['renameByName']);
  const onlyIncluded = Object.values(included).includes(true);
  return frames.map((frame) => {
    const kept = frame.fields.filter((field) => {
      const name = fieldName(field);
      if (excluded[name] === true || excluded[field.name] === true) return false;
      return !onlyIncluded || included[name] === true;
    });
    const place = (field: Field, at: number): number => asNumber(order[fieldName(field)]) ?? 1_000 + at;
    const places = new Map(kept.map((field, at) => [field, place(field, at)]));
    const fields = kept.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
    return {
      ...frame,
      fields: fields.map((field) => {
        const name = asText(renamed[fieldName(field)]);
        return name === undefined || name === '' ? field : { ...field, displayName: name };
      }),
    };
  });
};
