import { resourceAttributes } from './logs.js';
import { ProtobufWriter } from './protobuf-writer.js';

export interface MetricsPayloadOptions {
  readonly service: number;
  /** Series per metric. */
  readonly series: number;
  readonly metrics: number;
  readonly time: bigint;
  readonly start: bigint;
  /** Value of series `s` of metric `m`. */
  readonly value: (m: number, s: number) => number;
}

/** One ExportMetricsServiceRequest: cumulative monotonic sums, a point per series, four attributes each. */
export function metricsPayload(options: MetricsPayloadOptions): Buffer {
  return new ProtobufWriter()
    .message(1, (resourceMetrics) => {
      resourceMetrics.message(1, (resource) => resourceAttributes(resource, options.service));
      resourceMetrics.message(2, (scopeMetrics) => {
        scopeMetrics.message(1, (scope) => scope.text(1, 'bench'));
        for (let m = 0; m < options.metrics; m++) {
          scopeMetrics.message(2, (metric) => {
            metric.text(1, `bench.requests.${m}`).text(2, 'Requests served').text(3, '1');
            metric.message(7, (sum) => {
              for (let s = 0; s < options.series; s++) {
                sum.message(1, (point) => {
                  point.fixed64(2, options.start).fixed64(3, options.time).double(4, options.value(m, s));
                  point.attribute(7, 'method', s % 2 ? 'GET' : 'POST').attribute(7, 'route', `/r/${s % 25}`);
                  point.attribute(7, 'status', String(200 + (s % 5) * 100)).attribute(7, 'shard', `s${s}`);
                });
              }
              sum.uint(2, 2).uint(3, 1);
            });
          });
        }
      });
    })
    .finish();
}
