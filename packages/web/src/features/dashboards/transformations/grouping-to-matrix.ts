import { asText } from '../../../api/json.js';
import { rowCount, type Field } from '../data/frame.js';
import { plainText } from '../fields/plain-text.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

/** A table of one field's values by two others: the values of one head the rows, those of the other the columns. */
export const groupingToMatrix: Transformation = (frames, options) =>
  frames.map((frame) => {
    const find = (option: string, fallback: string): Field | undefined => {
      const wanted = asText(options[option]) ?? fallback;
      return frame.fields.find((field) => fieldName(field) === wanted || field.name === wanted);
    };
    const [columnField, rowField, valueField] = [
      find('columnField', 'Time'),
      find('rowField', 'Time'),
      find('valueField', 'Value'),
    ];
    if (!columnField || !rowField || !valueField) return frame;
    const empty = options['emptyValue'] === 'zero' ? 0 : null;
    const columns = [...new Set(columnField.values.map(plainText))];
    const heads = [...new Set(rowField.values)];
    const cells = new Map<string, unknown>();
    const key = (row: unknown, column: string): string => JSON.stringify([plainText(row), column]);
    for (let at = 0; at < rowCount(frame); at++) {
      cells.set(key(rowField.values[at], plainText(columnField.values[at])), valueField.values[at]);
    }
    const { labels: _labels, ...value } = valueField;
    return {
      ...frame,
      fields: [
        { ...rowField, displayName: `${fieldName(rowField)}\\${fieldName(columnField)}`, values: heads },
        ...columns.map((column) => ({
          ...value,
          name: column,
          displayName: column,
          values: heads.map((head) => cells.get(key(head, column)) ?? empty),
        })),
      ],
    };
  });
