import { describe, expect, it } from 'vitest';
import { LineIndex, type Bucket } from './line-index.js';
import { LinePages, type LineReader } from './line-pages.js';
import { toLogLines } from './log-line.js';

const MS = 1_000_000n;

/** A store with `density` lines in every millisecond, newest first. */
function reader(density: number, asked: string[] = []): LineReader {
  return {
    newestFirst: true,
    lines: async ({ from, to }) => {
      asked.push(`lines ${(to - from) / MS}`);
      const count = Number((to - from) / MS) * density;
      return toLogLines(
        Array.from({ length: count }, (_, i) => ({
          ts: String(to - BigInt(i)),
          line: `${to} ${i}`,
          labels: {},
          metadata: {},
          parsed: {},
        })),
      );
    },
    counts: async ({ from, to }, part) => {
      asked.push(`counts ${part}`);
      const counts = new Map<number, number>();
      for (let at = Number(from / MS) + part; at <= Number(to / MS); at += part) counts.set(at, part * density);
      return counts;
    },
  };
}

const whole = (ms: number, density: number): Bucket => ({ from: 0n, to: BigInt(ms) * MS, count: ms * density });

async function settled(pages: LinePages, row: number): Promise<void> {
  while (pages.index().at(row) === undefined) {
    await new Promise<void>((resolve) => {
      const stop = pages.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
}

describe('LinePages', () => {
  it('fetches a small stretch at once', async () => {
    const asked: string[] = [];
    const pages = new LinePages(new LineIndex([whole(100, 2)]), reader(2, asked));
    pages.want(0, 10);
    await settled(pages, 0);
    expect(asked).toEqual(['lines 100']);
  });

  it('counts a large stretch in smaller ones until one can be fetched, and reaches any row', async () => {
    const asked: string[] = [];
    // A million lines in a minute.
    const pages = new LinePages(new LineIndex([whole(60_000, 17)]), reader(17, asked));
    pages.want(700_000, 700_020);
    await settled(pages, 700_000);
    expect(asked[0]).toBe('counts 1200');
    expect(asked).toContain('counts 24');
    // What shows and what lies around it, and no more.
    expect(asked.filter((what) => what.startsWith('lines'))).toEqual(['lines 24', 'lines 24', 'lines 24']);
    expect(pages.index().total).toBe(1_020_000);
  });

  it('fetches ahead of what shows', async () => {
    const parts = Array.from({ length: 10 }, (_, i): Bucket => {
      const from = BigInt(900 - i * 100) * MS;
      return { from, to: from + 100n * MS, count: 200 };
    });
    const pages = new LinePages(new LineIndex(parts), reader(2));
    pages.want(0, 20);
    await settled(pages, 400);
    await settled(pages, 0);
    expect(pages.index().missing(0, 420)).toEqual([]);
    expect(pages.index().missing(600, 2_000)).toHaveLength(7);
  });

  it('keeps what failed for the next look', async () => {
    const broken = { ...reader(1), lines: () => Promise.reject(new Error('away')) };
    const pages = new LinePages(new LineIndex([whole(10, 1)]), broken);
    const told = new Promise<void>((resolve) => pages.subscribe(resolve));
    pages.want(0, 5);
    await told;
    expect(pages.error()).toEqual(new Error('away'));
    expect(pages.index().missing(0, 5)).toHaveLength(1);
  });
});
