import { SeriesTable } from '@bongsu/wire/prometheus';
import { expect, it } from 'vitest';
import { KnownSeries } from './known-series.js';
import type { ScrapedSeries } from './scraped-series.js';

const UP: ScrapedSeries = { metric: 'up', labels: { job: 'a' }, createdKey: 'up{job="a"}' };

/** One scrape that shows the series and writes a sample of it. */
function scraped(known: KnownSeries, scrape: number, ownTime = false): boolean {
  known.show(scrape);
  known.bringTime(ownTime);
  return known.write(scrape);
}

it('is added once, and shown again by the same scrape only', () => {
  const known = new KnownSeries(UP);
  expect([known.show(1), known.show(1), known.show(2)]).toEqual([false, true, false]);
  expect([known.write(1), known.write(2)]).toEqual([true, false]);
});

it('ends with a marker when a good scrape had stored it, once', () => {
  const known = new KnownSeries(UP);
  scraped(known, 1);
  // A scrape that failed: nothing of it counts.
  expect(known.end(false)).toBeUndefined();
  scraped(known, 2);
  expect(known.count(2)).toBe(true);
  expect(known.count(3)).toBe(false);
  expect(known.end(false)).toBe(UP);
  expect(known.end(false)).toBeUndefined();
});

it('shown without a sample it is not stored', () => {
  const known = new KnownSeries(UP);
  known.show(1);
  expect(known.count(1)).toBe(true);
  expect(known.end(false)).toBeUndefined();
});

it('with times of its own it ends only where those are followed', () => {
  for (const [timed, ended] of [
    [false, undefined],
    [true, UP],
  ] as const) {
    const known = new KnownSeries(UP);
    scraped(known, 1, true);
    known.count(1);
    expect(known.end(timed)).toBe(ended);
  }
});

it('has its place for one generation of the table', () => {
  const [table, known] = [new SeriesTable(10), new KnownSeries(UP)];
  expect(known.indexIn(table)).toBeUndefined();
  known.stand(3, table);
  expect(known.indexIn(table)).toBe(3);
  table.generation++;
  expect(known.indexIn(table)).toBeUndefined();
});

it('an exemplar is news once', () => {
  const known = new KnownSeries(UP);
  const exemplar = { labels: { trace_id: 'a' }, value: 1 };
  expect([known.isNews(exemplar), known.isNews({ ...exemplar }), known.isNews({ ...exemplar, value: 2 })]).toEqual([
    true,
    false,
    true,
  ]);
});
