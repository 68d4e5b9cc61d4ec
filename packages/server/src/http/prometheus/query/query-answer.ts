import { err, ok, type Result } from '@bongsu/model';
import { valueToJson, type Answer as PromAnswer, type PromError, type Value } from '@bongsu/query/promql';
import type { Failure } from '../../../errors/failure.js';
import type { Answer } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promFailure } from '../prom-failure.js';

const TRUNCATED = 'results truncated due to limit';

/** The answer to a query, cut to `limit` series (0 keeps all), with how long it took when statistics are asked for. */
export function queryAnswer(
  answer: Result<PromAnswer, PromError>,
  limit: number,
  stats: string,
  seconds: number,
): Result<Answer, Failure> {
  if (!answer.ok) return err(promFailure(answer.error));
  const { value, warnings, infos } = answer.value;
  const { kept, cut } = truncate(value, limit);
  const data = valueToJson(kept);
  const withStats = stats === '' ? data : `${data.slice(0, -1)},"stats":${statistics(kept, seconds)}}`;
  return ok(envelope(withStats, { warnings: cut ? [...warnings, TRUNCATED] : warnings, infos }));
}

/** The first `limit` series; 0 keeps all. */
function truncate(value: Value, limit: number): { readonly kept: Value; readonly cut: boolean } {
  if (limit > 0 && value.type === 'vector' && value.samples.length > limit) {
    return { kept: { ...value, samples: value.samples.slice(0, limit) }, cut: true };
  }
  if (limit > 0 && value.type === 'matrix' && value.series.length > limit) {
    return { kept: { ...value, series: value.series.slice(0, limit) }, cut: true };
  }
  return { kept: value, cut: false };
}

/**
 * Prometheus' statistics: one time for all phases, since parsing, reading and evaluation are not apart here, and the
 * points of the answer as the samples, since most samples are never read out of the engine.
 */
function statistics(value: Value, seconds: number): string {
  const samples = pointsOf(value);
  return JSON.stringify({
    timings: {
      evalTotalTime: seconds,
      resultSortTime: 0,
      queryPreparationTime: 0,
      innerEvalTime: seconds,
      execQueueTime: 0,
      execTotalTime: seconds,
    },
    samples: { totalQueryableSamples: samples, peakSamples: samples },
  });
}

function pointsOf(value: Value): number {
  switch (value.type) {
    case 'vector':
      return value.samples.length;
    case 'matrix':
      return value.series.reduce((sum, { times }) => sum + times.length, 0);
    default:
      return 1;
  }
}
