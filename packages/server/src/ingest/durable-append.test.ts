import {
  DEFAULT_TENANT,
  durationMs,
  err,
  ok,
  systemClock,
  type Batch,
  type InsertRefused,
  type TelemetrySink,
} from '@bongsu/model';
import { expect, it } from 'vitest';
import { createSelfMetrics } from '../self/self-metrics.js';
import { appendDurably } from './durable-append.js';

const batch: Batch = {
  signal: 'logs',
  tenant: DEFAULT_TENANT,
  logs: { count: 1, bytes: new Uint8Array() },
  streams: [],
  resources: [],
};

async function append(sink: TelemetrySink) {
  const metrics = createSelfMetrics();
  let now = 0;
  const clock = { ...systemClock(), monotonic: () => (now += 30) };
  const outcome = await appendDurably({ sink, clock, metrics }, batch);
  return { outcome, page: metrics.registry.text() };
}

it('passes on what the store says and measures how long it took, by signal', async () => {
  const committed = { rejected: [{ count: 1, reason: 'older than its series' }] };
  const { outcome, page } = await append({ append: async () => ok(committed) });
  expect(outcome).toEqual(ok(committed));
  expect(page).toContain('bongsu_ingest_ack_seconds_sum{signal="logs"} 0.03');
});

it.each<[InsertRefused['kind'], string]>([
  ['overloaded', 'overloaded'],
  ['stopping', 'unavailable'],
  ['failed', 'unavailable'],
])('says %s as %s, with when to come again', async (kind, code) => {
  const { outcome, page } = await append({
    append: async () => err({ kind, message: 'why', retryAfter: durationMs(2500) }),
  });
  expect(outcome).toEqual(err({ code, message: 'why', retryAfter: 2500 }));
  expect(page).toContain('bongsu_ingest_ack_seconds_count{signal="logs"} 1');
});
