import { expect, it } from 'vitest';
import { parseFrame } from './loki-tail.js';

it('reads a frame', () => {
  const frame = {
    streams: [{ stream: { a: '1' }, values: [['5', 'x', { structuredMetadata: { b: '2' } }]] }],
    dropped_entries: [{}, {}],
  };
  expect(parseFrame(JSON.stringify(frame))).toEqual({
    lines: [{ ts: '5', line: 'x', labels: { a: '1' }, metadata: { b: '2' }, parsed: {} }],
    dropped: 2,
  });
  expect(parseFrame('{}')).toEqual({ lines: [], dropped: 0 });
  expect(parseFrame('{')).toEqual({ lines: [], dropped: 0 });
});
