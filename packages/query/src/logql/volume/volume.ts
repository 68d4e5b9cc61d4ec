import { err, ok, type Labels, type Nanos, type Result } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { LogqlError } from '../error.js';
import { parseSelector } from '../labels.js';
import { selectedStreams, type VolumeScope } from './selected-streams.js';
import { streamVolumes } from './stream-volumes.js';

export interface VolumeRequest extends VolumeScope {
  /** Volumes of the answer: the largest. */
  readonly limit: number;
  /** Labels to sum by: streams without all of them are left out. None: those of the selector, of `{}` every label. */
  readonly targetLabels: readonly string[];
  readonly aggregateBy: 'series' | 'labels';
  /** Nanoseconds of a bucket, positive; absent: one for the whole range. */
  readonly step?: bigint;
  /** Volumes that may come together before the largest are taken (`limits.query.volumeSeries`). */
  readonly maxSeries: number;
}

/** Bytes of lines that have labels in common. */
export interface Volume {
  /** By labels: the one name with an empty value. */
  readonly labels: Labels;
  /** Oldest first; a bucket without lines is left out. */
  readonly points: readonly { readonly time: Nanos; readonly bytes: number }[];
}

interface Sum {
  readonly labels: Labels;
  total: number;
  readonly buckets: Map<Nanos, number>;
}

/** Volumes of a selector's streams, the largest first (pkg/storage/stores/index/seriesvolume of Loki). */
export async function volume(
  request: VolumeRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly Volume[], LogqlError>> {
  const selector = parseSelector(request.matchers);
  if (!selector.ok) return selector;
  const named = selector.value.matchers.map(({ name }) => name);
  const wanted = request.targetLabels.length > 0 ? request.targetLabels : named;
  const streams = await selectedStreams(request, request.targetLabels, runner, signal);
  if (!streams.ok) return streams;
  const found = await streamVolumes(streams.value, request.step, signal);
  if (!found.ok) return found;
  const labels = await streams.value.labelsOf(
    found.value.map(({ fingerprint }) => fingerprint),
    signal,
  );
  if (!labels.ok) return labels;

  const sums = new Map<string, Sum>();
  for (const { fingerprint, bucket, bytes } of found.value) {
    const time = request.step === undefined ? request.end : bucket > request.start ? bucket : request.start;
    for (const key of keysOf(labels.value.get(fingerprint)!, wanted, request.aggregateBy)) {
      // Not the text of a selector, which leaves out labels without a value.
      const text = JSON.stringify(key);
      let sum = sums.get(text);
      if (sum === undefined) sums.set(text, (sum = { labels: key, total: 0, buckets: new Map() }));
      sum.total += bytes;
      sum.buckets.set(time, (sum.buckets.get(time) ?? 0) + bytes);
      if (sums.size > request.maxSeries) return tooMany(request.maxSeries);
    }
  }
  const largest = [...sums].sort(([a, x], [b, y]) => y.total - x.total || (a < b ? -1 : 1)).slice(0, request.limit);
  return ok(largest.map(([, { labels: key, buckets }]) => ({ labels: key, points: pointsOf(buckets) })));
}

function keysOf(stream: Labels, wanted: readonly string[], by: 'series' | 'labels'): Labels[] {
  const names = Object.keys(stream).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (by === 'labels') return names.map((name) => ({ [name]: '' }));
  return names.length === 0 ? [] : [Object.fromEntries(names.sort().map((name) => [name, stream[name]!]))];
}

const pointsOf = (buckets: ReadonlyMap<Nanos, number>): Volume['points'] =>
  [...buckets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([time, bytes]) => ({ time, bytes }));

function tooMany(max: number): Result<never, LogqlError> {
  const message = `the query hit the max number of series limit (limit: ${max} series); raise limits.query.volumeSeries`;
  return err({ kind: 'limit', message });
}
