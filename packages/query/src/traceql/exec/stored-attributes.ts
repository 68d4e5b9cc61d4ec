import type { TypedAttribute } from '@bongsu/model';
import type { RowBinaryReader } from '../../lang/index.js';

/** Attributes whose types are not read yet. */
export type Untyped = { key: string; value: string; type: string }[];

/** A map of attributes; its types stand in another column. */
export const readAttributes = (reader: RowBinaryReader): Untyped =>
  reader.array(() => ({ key: reader.text(), value: reader.text(), type: 's' }));

/** Gives attributes their types, in place. A missing letter means a string. */
export function typed(attributes: Untyped, types: string): readonly TypedAttribute[] {
  const letters = Math.min(attributes.length, types.length);
  for (let i = 0; i < letters; i++) attributes[i]!.type = types[i]!;
  return attributes;
}
