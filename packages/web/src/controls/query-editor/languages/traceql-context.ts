import { openBrackets, scan, typedAtEnd } from './scan.js';

/** What the cursor of a TraceQL query asks for. `from`: where the completion begins. `quoted`: a quote stands before it. */
export type TraceqlContext =
  | { readonly kind: 'field'; readonly from: number }
  | { readonly kind: 'field-value'; readonly from: number; readonly quoted: boolean; readonly field: string }
  | { readonly kind: 'join'; readonly from: number }
  | { readonly kind: 'stage'; readonly from: number }
  | { readonly kind: 'start'; readonly from: number };

const COMPARES = new Set(['=', '!=', '=~', '!~', '>', '>=', '<', '<=']);
const JOINTS = new Set(['&&', '||', '(', '{', '!', ',']);
/** Calls whose arguments are fields. */
const FIELD_CALLS =
  /^(by|select|avg|min|max|sum|min_over_time|max_over_time|avg_over_time|sum_over_time|quantile_over_time|histogram_over_time)$/;

/** @param pos offset of the cursor. */
export function traceqlContext(text: string, pos: number): TraceqlContext | undefined {
  const tokens = scan(text.slice(0, pos), 'traceql');
  const { kind: typed, from, before } = typedAtEnd(tokens, pos);
  const stack = openBrackets(before);
  const inSpanset = stack.some((index) => before[index]?.text === '{');
  const last = before.at(-1);
  if (inSpanset) {
    if (last && COMPARES.has(last.text)) {
      const field = before.at(-2);
      return field?.kind === 'word'
        ? { kind: 'field-value', from, quoted: typed === 'string', field: field.text }
        : undefined;
    }
    if (typed === 'string') return undefined;
    if (last && JOINTS.has(last.text)) return { kind: 'field', from };
    return { kind: 'join', from };
  }
  if (typed === 'string') return undefined;
  const openAt = stack.at(-1);
  if (openAt !== undefined && FIELD_CALLS.test(before[openAt - 1]?.text ?? '')) {
    return last && JOINTS.has(last.text) ? { kind: 'field', from } : undefined;
  }
  if (last === undefined) return { kind: 'start', from };
  return last.text === '|' ? { kind: 'stage', from } : undefined;
}
