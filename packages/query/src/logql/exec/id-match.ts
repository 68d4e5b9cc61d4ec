import type { IdMatch } from '../plan/nodes.js';
import { labelPredicate } from './label-match.js';

export type IdColumn = IdMatch['column'];

const HEX_DIGITS: Readonly<Record<IdColumn, number>> = { trace_id: 32, span_id: 16 };

/** The id as stored, for hex in either case or '' for none; `undefined` for what cannot be an id. */
export function storedId(column: IdColumn, text: string): Uint8Array | undefined {
  const digits = HEX_DIGITS[column];
  if (text === '') return new Uint8Array(digits / 2);
  if (text.length !== digits || !/^[0-9a-fA-F]+$/.test(text) || /^0+$/.test(text)) return undefined;
  return Buffer.from(text, 'hex');
}

/** Takes an id in lower-case hex, '' for none. */
export function idPredicate({ column, matcher }: IdMatch): (id: string) => boolean {
  if (matcher.op !== '=' && matcher.op !== '!=') return labelPredicate(matcher);
  const stored = storedId(column, matcher.value);
  if (stored === undefined) return () => matcher.op === '!=';
  return labelPredicate({ ...matcher, value: matcher.value.toLowerCase() });
}
