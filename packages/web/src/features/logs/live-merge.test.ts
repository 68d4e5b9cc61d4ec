import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeLines } from './live-merge.js';
import { toLogLines, type LogLine } from './log-line.js';

const lines = (...entries: (readonly [string, string])[]): readonly LogLine[] =>
  toLogLines(entries.map(([ts, line]) => ({ ts, line, labels: {}, metadata: {}, parsed: {} })));

describe('mergeLines', () => {
  it('puts late lines in their place and known ones only once', () => {
    const current = lines(['30', 'c'], ['10', 'a']);
    const merged = mergeLines(current, lines(['30', 'c'], ['20', 'b'], ['40', 'd']), 100);
    expect(merged.lines.map(({ line }) => line)).toEqual(['d', 'c', 'b', 'a']);
    expect(merged.added).toBe(2);
  });

  it('keeps the list itself when nothing is new, so nothing draws again', () => {
    const current = lines(['30', 'c']);
    expect(mergeLines(current, lines(['30', 'c']), 100).lines).toBe(current);
  });

  it('lets the oldest go', () => {
    const merged = mergeLines(lines(['30', 'c'], ['10', 'a']), lines(['40', 'd']), 2);
    expect(merged.lines.map(({ line }) => line)).toEqual(['d', 'c']);
    expect(merged.dropped).toBe(true);
  });

  it('ends at the same lines however the answers are cut', () => {
    const record = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('x', 'y'));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), fc.integer({ min: 0, max: 30 }), (records, cut) => {
        const all = [...records].sort((a, b) => b[0] - a[0]).map(([ts, text]) => [String(ts), text] as const);
        const older = lines(...all.filter(([ts]) => Number(ts) <= cut));
        const overlap = lines(...all.filter(([ts]) => Number(ts) >= cut - 5));
        const ids = mergeLines(older, overlap, 1_000).lines.map(({ id }) => id);
        expect([...ids].sort()).toEqual(
          lines(...all)
            .map(({ id }) => id)
            .sort(),
        );
        const times = ids.map((id) => Number(id.split('-')[0]));
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }),
    );
  });
});
