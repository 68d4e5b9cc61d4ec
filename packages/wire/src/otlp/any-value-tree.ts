import type { TypedAttribute } from '@bongsu/model';

/** An AnyValue as it is read back from a stored text and its type letter. */
export type AnyValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'double'; readonly value: number }
  | { readonly kind: 'array'; readonly values: readonly AnyValue[] }
  | { readonly kind: 'kvlist'; readonly entries: readonly (readonly [key: string, value: AnyValue])[] }
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  | { readonly kind: 'empty' };

const INTEGER = /^-?\d{1,20}$/;

/**
 * The AnyValue of a stored attribute. Inside arrays and key-value lists only what JSON tells apart survives: integral
 * numbers are int, bytes and integers beyond 2^53 are strings. A text that does not fit its type is a string.
 */
export function anyValueOf({ value, type }: Pick<TypedAttribute, 'value' | 'type'>): AnyValue {
  switch (type) {
    case 'i':
      return INTEGER.test(value) ? { kind: 'int', value: BigInt(value) } : { kind: 'string', value };
    case 'd':
      return { kind: 'double', value: Number(value) };
    case 'b':
      return { kind: 'bool', value: value === 'true' };
    case 'x':
      return { kind: 'bytes', value: Buffer.from(value, 'base64') };
    case 'a':
    case 'k':
      return fromJsonText(value);
    case 'n':
      return { kind: 'empty' };
    default:
      return { kind: 'string', value };
  }
}

function fromJsonText(text: string): AnyValue {
  try {
    return fromJson(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'string', value: text };
    throw error;
  }
}

function fromJson(value: unknown): AnyValue {
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value };
    case 'boolean':
      return { kind: 'bool', value };
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? { kind: 'int', value: BigInt(value) }
        : { kind: 'double', value };
    default:
      if (value === null || value === undefined) return { kind: 'empty' };
      if (Array.isArray(value)) return { kind: 'array', values: value.map(fromJson) };
      return { kind: 'kvlist', entries: Object.entries(value).map(([k, v]) => [k, fromJson(v)] as const) };
  }
}
