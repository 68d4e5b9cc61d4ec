import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricRegistry } from './registry.js';

const NS_PER_S = 1e9;

/** Memory, CPU and event loop of this process. @returns what stops the watch. */
export function registerProcessMetrics(registry: MetricRegistry, startedSeconds: number): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  registry.gauge('process_start_time_seconds', 'Unix time of the start.', () => startedSeconds);
  registry.gauge('process_resident_memory_bytes', 'Resident set size, the engine included.', () =>
    process.memoryUsage.rss(),
  );
  registry.gauge('nodejs_heap_used_bytes', 'JavaScript heap in use.', () => process.memoryUsage().heapUsed);
  registry.gauge('nodejs_external_memory_bytes', 'Buffers outside the JavaScript heap.', () => {
    return process.memoryUsage().external;
  });
  registry.gauges(
    'process_cpu_seconds_total',
    'CPU time of all threads, the engine included.',
    [],
    () => {
      const { user, system } = process.cpuUsage();
      return [[[], (user + system) / 1e6]];
    },
    'counter',
  );
  const at = (percentile: number): number => {
    const value = delay.percentile(percentile) / NS_PER_S;
    return Number.isFinite(value) ? value : 0;
  };
  registry.gauge('nodejs_eventloop_lag_p50_seconds', 'Median event loop delay since the last scrape.', () => at(50));
  registry.gauge('nodejs_eventloop_lag_p99_seconds', '99th percentile of it.', () => at(99));
  registry.gauge('nodejs_eventloop_lag_max_seconds', 'The longest of it.', () => {
    const longest = at(100);
    // Metrics are written in the order they were made: this one is the last of the three.
    delay.reset();
    return longest;
  });
  return () => {
    delay.disable();
  };
}
