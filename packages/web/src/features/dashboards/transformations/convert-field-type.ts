import { asArray, asNumber, asRecord, asText } from '../../../api/json.js';
import { type Field, type FieldType } from '../data/frame.js';
import { plainText } from '../fields/plain-text.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

/** Fields read as numbers, times or texts; a cell that is none becomes empty. */
export const convertFieldType: Transformation = (frames, options) => {
  const wanted = new Map(
    asArray(options['conversions']).map((item) => {
      const { targetField, destinationType } = asRecord(item);
      return [asText(targetField) ?? '', asText(destinationType) ?? ''];
    }),
  );
  return frames.map((frame) => ({
    ...frame,
    fields: frame.fields.map((field) => converted(field, wanted.get(fieldName(field)) ?? wanted.get(field.name))),
  }));
};

function converted(field: Field, type: string | undefined): Field {
  const as = (to: FieldType, cell: (value: unknown) => unknown): Field => ({
    ...field,
    type: to,
    values: field.values.map((value) => (value === null || value === undefined ? null : cell(value))),
  });
  switch (type) {
    case 'number':
      return as('number', (value) => asNumber(value) ?? null);
    case 'time':
      return as('time', (value) => {
        const number = asNumber(value) ?? Date.parse(plainText(value));
        return Number.isNaN(number) ? null : number;
      });
    case 'string':
      return as('string', plainText);
    default:
      return field;
  }
}
