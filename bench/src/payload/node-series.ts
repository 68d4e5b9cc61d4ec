import type { Random } from './random.js';

/** One series of an instance, and how its next value comes from the last. */
export interface InstanceSeries {
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly first: number;
  next(last: number, random: Random): number;
}

/** Series of one instance of {@link instanceSeries}. */
export const SERIES_PER_INSTANCE = 100;

const BOUNDS = ['0.005', '0.01', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '+Inf'];
const ENDPOINTS = ['/api/orders', '/api/orders/:id', '/api/login', '/healthz'];

/** An increase of up to `most`, in whole numbers; nothing in three of ten scrapes, as quiet services have it. */
const counter = (most: number) => ({
  first: 0,
  next: (last: number, random: Random): number =>
    random.next() < 0.3 ? last : last + Math.floor(random.next() * most) + 1,
});
/** CPU seconds as node_exporter writes them: hundredths. */
const seconds = (most: number) => ({
  first: 0,
  next: (last: number, random: Random): number => Math.round((last + random.next() * most) * 100) / 100,
});
/** A gauge of bytes in pages. */
const pages = (first: number) => ({
  first,
  next: (last: number, random: Random): number => Math.max(4096, last + (random.int(2001) - 1000) * 4096),
});
const constant = (value: number) => ({ first: value, next: (last: number): number => last });

/**
 * What a web service with a node_exporter beside it exposes: a request histogram by endpoint, requests by method,
 * endpoint and status, CPU by mode, memory, file systems, caches. Sorted labels, `__name__` first.
 */
export function instanceSeries(number: number): InstanceSeries[] {
  const instance = `10.0.${Math.floor(number / 250)}.${number % 250}:9100`;
  const series: InstanceSeries[] = [];
  const add = (name: string, own: Record<string, string>, values: Pick<InstanceSeries, 'first' | 'next'>): void => {
    const labels = Object.entries({ ...own, instance, job: number % 4 === 0 ? 'gateway' : 'orders' });
    labels.sort(([a], [b]) => (a < b ? -1 : 1));
    series.push({ labels: [['__name__', name], ...labels], ...values });
  };
  for (const endpoint of ENDPOINTS) {
    BOUNDS.forEach((le, i) => add('http_request_duration_seconds_bucket', { endpoint, le }, counter(10 + i * 12)));
    add('http_request_duration_seconds_sum', { endpoint }, seconds(30));
    add('http_request_duration_seconds_count', { endpoint }, counter(106));
    for (const method of ['GET', 'POST']) {
      for (const status_code of ['200', '404', '500']) {
        add('http_requests_total', { endpoint, method, status_code }, counter(status_code === '200' ? 100 : 3));
      }
    }
  }
  for (let cpu = 0; cpu < 4; cpu++) {
    for (const mode of ['idle', 'user', 'system', 'iowait', 'softirq']) {
      add('node_cpu_seconds_total', { cpu: `${cpu}`, mode }, seconds(mode === 'idle' ? 15 : 2));
    }
  }
  add('node_memory_MemTotal_bytes', {}, constant(8_589_934_592));
  add('node_memory_MemAvailable_bytes', {}, pages(4_294_967_296));
  add(
    'node_load1',
    {},
    { first: 0.5, next: (last, random) => Math.round((last * 0.9 + random.next() * 0.3) * 100) / 100 },
  );
  for (const mountpoint of ['/', '/data']) {
    add('node_filesystem_size_bytes', { mountpoint }, constant(107_374_182_400));
    add('node_filesystem_avail_bytes', { mountpoint }, pages(53_687_091_200));
  }
  add('cache_hits_total', {}, counter(200));
  add('cache_misses_total', {}, counter(20));
  add('up', {}, constant(1));
  add('process_resident_memory_bytes', {}, pages(134_217_728));
  add('process_cpu_seconds_total', {}, seconds(3));
  if (series.length !== SERIES_PER_INSTANCE) throw new Error(`BUG: ${series.length} series an instance`);
  return series;
}
