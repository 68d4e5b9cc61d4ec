import { parseGoDuration, parseGoFloat, parseGoInt } from '../../lang/index.js';
import { parseByteSize } from '../exec/pipeline/byte-size.js';

export type FieldType = 'int' | 'float' | 'boolean' | 'duration' | 'bytes' | 'string';

/** What a value looks like; tried in Loki's order (pkg/querier, `determineType`). */
export function fieldTypeOf(value: string): FieldType {
  if (parseGoInt(value).ok) return 'int';
  if (parseGoFloat(value).ok) return 'float';
  // As Go's `ParseBool` takes them, less the numbers above.
  if (/^(t|T|true|TRUE|True|f|F|false|FALSE|False)$/.test(value)) return 'boolean';
  if (parseGoDuration(value).ok) return 'duration';
  return parseByteSize(value).ok ? 'bytes' : 'string';
}
