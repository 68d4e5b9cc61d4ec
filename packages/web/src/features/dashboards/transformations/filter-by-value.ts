import { asArray, asNumber, asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { rowCount, type Frame } from '../data/frame.js';
import { plainText } from '../fields/plain-text.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { interpolate } from '../variables/interpolate.js';
import { type Scope } from '../variables/scope.js';
import { fieldName } from './organize.js';
import { type Transformation } from './transformation.js';

type Test = (value: unknown) => boolean;

/**
 * Keeps rows (`type: include`, the default) or drops them (`exclude`) by conditions on their cells, of which `all` or `any`
 * hold. A condition on a field that a frame does not have says nothing about that frame.
 */
export const filterByValue: Transformation = (frames, options, scope, compile) => {
  const exclude = options['type'] === 'exclude';
  const any = options['match'] === 'any';
  const conditions = asArray(options['filters']).flatMap((item) => {
    const filter = asRecord(item);
    const test = testOf(asRecord(filter['config']), scope, compile);
    return test ? [{ field: asText(filter['fieldName']) ?? '', test }] : [];
  });
  return frames.map((frame) => {
    const tests = conditions.flatMap(({ field, test }) => {
      const column = frame.fields.find((each) => fieldName(each) === field || each.name === field);
      return column ? [(row: number) => test(column.values[row])] : [];
    });
    if (tests.length === 0) return frame;
    const holds = (row: number): boolean => (any ? tests.some((test) => test(row)) : tests.every((test) => test(row)));
    return withRows(
      frame,
      Array.from({ length: rowCount(frame) }, (_, row) => row).filter((row) => holds(row) !== exclude),
    );
  });
};

function withRows(frame: Frame, rows: readonly number[]): Frame {
  return {
    ...frame,
    fields: frame.fields.map((field) => ({ ...field, values: rows.map((row) => field.values[row]) })),
  };
}

/** Undefined for a condition that is not known, which filters nothing. */
function testOf(config: JsonRecord, scope: Scope, compile: CompilePattern): Test | undefined {
  const options = asRecord(config['options']);
  const text = interpolate(asText(options['value']) ?? '', scope, 'text');
  const number = asNumber(text);
  const compared = (holds: (value: number, to: number) => boolean): Test | undefined =>
    number === undefined ? undefined : (value) => typeof value === 'number' && holds(value, number);
  const empty: Test = (value) => value === null || value === undefined;
  const equal: Test = (value) => plainText(value) === text || (typeof value === 'number' && value === number);
  switch (config['id']) {
    case 'isNull':
      return empty;
    case 'isNotNull':
      return (value) => !empty(value);
    case 'equal':
      return equal;
    case 'notEqual':
      return (value) => !equal(value);
    case 'greater':
      return compared((value, to) => value > to);
    case 'greaterOrEqual':
      return compared((value, to) => value >= to);
    case 'lower':
      return compared((value, to) => value < to);
    case 'lowerOrEqual':
      return compared((value, to) => value <= to);
    case 'between': {
      const [from, to] = [asNumber(options['from']), asNumber(options['to'])];
      if (from === undefined || to === undefined) return undefined;
      return (value) => typeof value === 'number' && value > from && value < to;
    }
    case 'substring':
      return (value) => plainText(value).includes(text);
    case 'notSubstring':
      return (value) => !plainText(value).includes(text);
    case 'regex': {
      const pattern = compile(text);
      return pattern && ((value) => pattern.test(plainText(value)));
    }
    default:
      return undefined;
  }
}
