import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otlpDocument } from './otlp.testkit.js';
import { TraceStream } from './trace-stream.js';

/** The spans of an answer, as JSON, with what sent them; and the rest of it. */
function readIn(text: string, sizes: readonly number[]): { spans: unknown; body: unknown } {
  const stream = new TraceStream();
  const sent = new TextEncoder().encode(text);
  let at = 0;
  for (let i = 0; at < sent.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    stream.push(sent.subarray(at, at + size));
    at += size;
  }
  const { spans, body, bytes } = stream.end();
  const raw = (from: number, to: number): unknown => JSON.parse(new TextDecoder().decode(bytes.subarray(from, to)));
  return { spans: spans.map(({ from, to, origin }) => [origin.scope, raw(from, to)]), body };
}

it('gives the spans and the rest of an answer, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(
      otlpDocument,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.constantFrom(undefined, 1),
      (trace, sizes, indent) => {
        const found = readIn(JSON.stringify({ trace, status: 'COMPLETE' }, undefined, indent), sizes);
        const scopes = trace.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
        expect(found.spans).toEqual(scopes.flatMap(({ scope, spans }) => spans.map((span) => [scope.name, span])));
        const without = trace.resourceSpans.map(({ resource, scopeSpans }) => ({
          resource,
          scopeSpans: scopeSpans.map(({ scope }) => ({ scope, spans: [] })),
        }));
        expect(found.body).toEqual({ trace: { resourceSpans: without }, status: 'COMPLETE' });
      },
    ),
  );
});

it('gives the spans that it has read before the answer ends', () => {
  fc.assert(
    fc.property(otlpDocument, fc.nat(40), fc.constantFrom(undefined, 1), (trace, percent, indent) => {
      const sent = new TextEncoder().encode(JSON.stringify({ trace }, undefined, indent));
      const stream = new TraceStream();
      stream.push(sent.subarray(0, Math.ceil((sent.length * percent) / 40)));
      const { spans } = stream.soFar();
      const read = spans.map(({ origin, name }) => [origin.scope, name]);
      const scopes = trace.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans);
      const all = scopes.flatMap(({ scope, spans: list }) => list.map(({ name }) => [scope.name, name ?? '']));
      expect(read).toEqual(all.slice(0, stream.count));
      stream.push(sent.subarray(Math.ceil((sent.length * percent) / 40)));
      expect(stream.end().spans.map(({ origin, name }) => [origin.scope, name])).toEqual(all);
    }),
  );
});

describe('an answer', () => {
  it('may say who sent its spans behind them', () => {
    const text = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a"}],"scope":{"name":"late"}}]}]}';
    expect(readIn(text, [7]).spans).toEqual([['late', { name: 'a' }]]);
  });

  it('may hold brackets, quotes and the word in its texts', () => {
    const name = '"spans":[{"}]\\"';
    const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope: { name }, spans: [{ name }] }] }] });
    expect(readIn(text, [1]).spans).toEqual([[name, { name }]]);
  });

  it.each([
    ['{"trace":{"resourceSpans":[', 'ends early'],
    ['{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"a"}', 'ends within its spans'],
    ['<html>', 'is not JSON'],
  ])('%s is refused: it %s', (text) => {
    expect(() => readIn(text, [5])).toThrow(SyntaxError);
  });
});
