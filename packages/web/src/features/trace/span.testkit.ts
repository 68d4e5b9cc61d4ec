import { parseTrace, type Span } from './otlp.js';

const blank = parseTrace({ resourceSpans: [{ scopeSpans: [{ spans: [{}] }] }] })[0];

/** A span of service `s` that is named as its id. Nanoseconds. */
export function span(spanId: string, parentId: string, start: number, end: number, over: Partial<Span> = {}): Span {
  if (!blank) throw new Error('no blank span');
  return { ...blank, spanId, parentId, name: spanId, start: BigInt(start), end: BigInt(end), service: 's', ...over };
}
