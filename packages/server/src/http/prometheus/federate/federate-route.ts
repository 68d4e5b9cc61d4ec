import type { FastifyInstance } from 'fastify';
import { err, millis, ok, type Labels } from '@bongsu/model';
import { DEFAULT_LOOKBACK, storedSamples } from '@bongsu/query/promql';
import type { ReadRoutes } from '../../read-route.js';
import { promFailure } from '../prom-failure.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { matchersParam } from '../prometheus-params.js';
import { sampleLine, typeLine } from './exposition.js';

interface Federated {
  readonly metric: string;
  readonly labels: Labels;
  readonly value: number;
  readonly time: number;
}

/**
 * `/federate`: the newest sample of every series that any `match[]` selects, not older than five minutes, in the text
 * format 0.0.4. Native histograms have no form there and are left out.
 */
export function federateRoute(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  const { runner, clock, maxSamples } = options;
  promRoute(app, routes, '/federate', ['GET'], async ({ params, tenant, signal }) => {
    const selectors = matchersParam(params);
    if (!selectors.ok) return selectors;
    const end = clock.now();
    // The lookback is open at its old end.
    const range = { start: millis(end - DEFAULT_LOOKBACK + 1), end };
    const found = new Map<string, Federated>();
    for (const matchers of selectors.value) {
      const request = { tenant, matchers, ...range, limits: { maxSamples } };
      const answer = await storedSamples(request, runner, signal);
      if (!answer.ok) return err(promFailure(answer.error));
      for (const { labels, times, values, stale } of answer.value) {
        const last = times.length - 1;
        if (last < 0 || stale?.[last] === 1) continue;
        const plain = labels.withoutName().toLabels();
        // A federating server must not put its own target's instance in.
        const shown = 'instance' in plain ? plain : { ...plain, instance: '' };
        found.set(labels.key, { metric: labels.name, labels: shown, value: values[last]!, time: times[last]! });
      }
    }
    return ok({ body: text([...found.values()]), contentType: 'text/plain; version=0.0.4; charset=utf-8' });
  });
}

function text(samples: readonly Federated[]): string {
  const sorted = samples.toSorted((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0));
  const lines: string[] = [];
  let metric = '';
  for (const sample of sorted) {
    if (sample.metric !== metric) {
      metric = sample.metric;
      lines.push(typeLine(metric, 'untyped'));
    }
    lines.push(sampleLine(metric, sample.labels, sample.value, sample.time));
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
