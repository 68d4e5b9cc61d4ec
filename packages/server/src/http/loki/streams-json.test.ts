import { nanos } from '@bongsu/model';
import { printLabels } from '@bongsu/query/logql';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folded } from './streams-json.js';

const name = fc.constantFrom('a', 'a1', 'a_b', 'aB', 'b', 'b10', 'b2');
const value = fc.constantFrom('x', 'x"', 'x":', 'x1', '1', '=', 'x\n');
const labels = fc.dictionary(name, value);

test('streams are sorted by the text of their labels', () => {
  fc.assert(
    fc.property(fc.array(labels), (sets) => {
      const entry = { ts: nanos(1n), line: '', structuredMetadata: {}, parsed: {}, foundIds: {} };
      const streams = folded(sets.map((of) => ({ labels: of, entries: [entry] })));
      const texts = streams.map(({ stream }) => printLabels(JSON.parse(stream) as Record<string, string>));
      expect(texts).toEqual([...texts].sort());
    }),
  );
});
