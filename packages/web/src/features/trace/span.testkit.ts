import { readSpan, type Span } from './otlp.js';

const blank = readSpan({}, { service: 's', resource: [], scope: '' });

/** A span of service `s` that is named as its id. Nanoseconds. */
export function span(spanId: string, parentId: string, start: number, end: number, over: Partial<Span> = {}): Span {
  return { ...blank, spanId, parentId, name: spanId, start: BigInt(start), end: BigInt(end), ...over };
}
