import type { TypedAttribute } from '@bongsu/model';

/** OTLP's AnyValue in JSON: 64-bit integers as text. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number | string }
  | { readonly boolValue: boolean }
  | { readonly bytesValue: string }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly KeyValue[] } }
  | Readonly<Record<string, never>>;

export interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

/** A stored attribute value in OTLP's JSON. Elements of lists keep the types that JSON has. */
export function anyValueOf({ value, type }: Pick<TypedAttribute, 'value' | 'type'>): AnyValue {
  switch (type) {
    case 'i':
      return { intValue: value };
    case 'd':
      return doubleOf(Number(value));
    case 'b':
      return { boolValue: value === 'true' };
    case 'x':
      return { bytesValue: value };
    case 'a':
    case 'k':
      return fromJson(JSON.parse(value));
    case 'n':
      return {};
    default:
      return { stringValue: value };
  }
}

/** What JSON cannot say as a number is text, as in protobuf's JSON. */
const doubleOf = (value: number): AnyValue => ({ doubleValue: Number.isFinite(value) ? value : String(value) });

function fromJson(json: unknown): AnyValue {
  if (json === null) return {};
  if (Array.isArray(json)) return { arrayValue: { values: json.map(fromJson) } };
  switch (typeof json) {
    case 'string':
      return { stringValue: json };
    case 'boolean':
      return { boolValue: json };
    case 'number':
      return Number.isSafeInteger(json) ? { intValue: String(json) } : doubleOf(json);
    default:
      return {
        kvlistValue: {
          values: Object.entries(json as object).map(([key, value]) => ({ key, value: fromJson(value) })),
        },
      };
  }
}
