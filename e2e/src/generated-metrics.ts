import type { SentSample, SentSeries, SentValue } from './remote-write.js';

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

const INTERVAL_MS = 15_000;
/**
 * Counters stay far from 0: how far back a rate is extended to there is not the same in Prometheus 2 and 3.
 */
const COUNTER_BASE = 1e6;

/**
 * Counters with resets and gauges, with gaps and stale markers, from `start` up to `end` in ms. No sample lies on a
 * whole second, so that windows that end on one have none at their ends, where Prometheus 2 and 3 differ.
 */
export function generatedMetrics(seed: number, start: number, end: number): readonly SentSeries[] {
  const random = randomOf(seed);
  const series: SentSeries[] = [];
  for (const job of ['api', 'db', 'web']) {
    for (let instance = 0; instance < 4; instance++) {
      for (const code of ['200', '500']) {
        const labels = { job, instance: String(instance), code };
        series.push({ labels: { __name__: 'requests_total', ...labels }, samples: samples(random, start, end, true) });
      }
      const labels = { job, instance: String(instance) };
      series.push({ labels: { __name__: 'temperature', ...labels }, samples: samples(random, start, end, false) });
      if (instance % 2 === 0) {
        const more = { ...labels, zone: `z${instance}` };
        series.push({ labels: { __name__: 'limit', ...more }, samples: samples(random, start, end, false) });
      }
    }
  }
  return series;
}

function samples(random: () => number, start: number, end: number, isCounter: boolean): readonly SentSample[] {
  const found: SentSample[] = [];
  let value = COUNTER_BASE * (1 + random());
  let missing = 0;
  for (let time = start + 137; time < end; time += INTERVAL_MS) {
    if (isCounter && random() < 0.02) value = COUNTER_BASE * random() + COUNTER_BASE / 10;
    value = isCounter ? value + Math.floor(random() * 500) : (random() - 0.3) * 1000;
    if (missing > 0) missing--;
    else if (random() < 0.03) {
      missing = Math.floor(random() * 30);
      if (random() < 0.5) found.push({ time: time + jitter(random), value: 'stale' });
    } else found.push({ time: time + jitter(random), value: value satisfies SentValue });
  }
  return found;
}

/** Some milliseconds that make no whole second of a time that ends in 137. */
const jitter = (random: () => number): number => Math.floor(random() * 700);
