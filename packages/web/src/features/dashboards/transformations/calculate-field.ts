import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { asValue, rowCount, type Field, type Frame } from '../data/frame.js';
import { reduceValues } from '../fields/reduce.js';
import { joinByField } from './join-by-field.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

type Operate = (left: number, right: number) => number;

const operators: Readonly<Record<string, Operate>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
};

const unary: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  exp: Math.exp,
  ln: Math.log,
  floor: Math.floor,
  ceil: Math.ceil,
};

/** A new column of others: of two (`binary`), of a row (`reduceRow`), of one (`unary`), or the row's number (`index`). */
export const calculateField: Transformation = (frames, options, scope, compile) => {
  // Series of one query each: they are columns of one table first.
  const tables = frames.length > 1 ? joinByField(frames, {}, scope, compile) : frames;
  return tables.map((frame) => {
    const added = column(frame, options);
    if (!added) return frame;
    const kept = options['replaceFields'] === true ? frame.fields.filter(({ type }) => type === 'time') : frame.fields;
    return { ...frame, fields: [...kept, added] };
  });
};

function column(frame: Frame, options: JsonRecord): Field | undefined {
  const alias = asText(options['alias']);
  const rows = Array.from({ length: rowCount(frame) }, (_, at) => at);
  const named = (fallback: string, values: readonly unknown[]): Field => ({
    name: alias === undefined || alias === '' ? fallback : alias,
    type: 'number',
    values,
  });
  switch (options['mode'] ?? 'reduceRow') {
    case 'binary': {
      const { left, right, operator } = asRecord(options['binary']);
      const [a, b] = [operand(frame, left), operand(frame, right)];
      const operate = operators[asText(operator) ?? ''];
      if (!a || !b || !operate) return undefined;
      const of = (row: number): number | null => {
        const [x, y] = [a.at(row), b.at(row)];
        return x === null || y === null ? null : operate(x, y);
      };
      return named(`${a.name} ${asText(operator) ?? ''} ${b.name}`, rows.map(of));
    }
    case 'reduceRow': {
      const settings = asRecord(options['reduce']);
      const include = asArray(settings['include']).flatMap((item) => asText(item) ?? []);
      const calc = asText(settings['reducer']) ?? 'sum';
      const fields = frame.fields.filter(
        (field) => field.type === 'number' && (include.length === 0 || include.includes(fieldName(field))),
      );
      return named(
        calc,
        rows.map((row) =>
          reduceValues(
            fields.map(({ values }) => values[row]),
            calc,
          ),
        ),
      );
    }
    case 'unary': {
      const { operator, fieldName: name } = asRecord(options['unary']);
      const value = operand(frame, name);
      const operate = unary[asText(operator) ?? ''];
      if (!value || !operate) return undefined;
      return named(
        `${asText(operator) ?? ''}(${value.name})`,
        rows.map((row) => mapNumber(value.at(row), operate)),
      );
    }
    case 'index':
      return named('Row', rows);
    default:
      return undefined;
  }
}

function mapNumber(value: number | null, operate: (value: number) => number): number | null {
  return value === null ? null : operate(value);
}

/** A field by its name, or a number; since version 10.4 in an object. */
function operand(
  frame: Frame,
  given: unknown,
): { readonly name: string; readonly at: (row: number) => number | null } | undefined {
  const inner = asRecord(given);
  const text = asText(given) ?? asText(inner['fixed']) ?? asText(asRecord(inner['matcher'])['options']) ?? '';
  const field = frame.fields.find((each) => fieldName(each) === text || each.name === text);
  if (field) return { name: fieldName(field), at: (row) => asValue(field.values[row]) };
  const number = asNumber(text);
  return number === undefined ? undefined : { name: text, at: () => number };
}
