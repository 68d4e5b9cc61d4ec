import type { FastifyInstance } from 'fastify';
import { err, millis, ok, type Labels } from '@bongsu/model';
import type { Matcher } from '@bongsu/query/lang';
import { DEFAULT_LOOKBACK, formatParseError, parseSelector, storedSamples } from '@bongsu/query/promql';
import { DELIMITED_PROTOBUF, encodeMetricFamilies, type ExposedSample } from '@bongsu/wire/exposition';
import type { Answer, ReadRoutes } from '../../read-route.js';
import { promFailure } from '../prom-failure.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { sampleLine, typeLine } from './exposition.js';
import { prefersProtobuf } from './negotiate.js';

interface Federated extends ExposedSample {
  readonly labels: readonly (readonly [name: string, value: string])[];
}

/**
 * `/federate`: the newest sample of every series that any `match[]` selects, not older than five minutes, as delimited
 * protobuf to those who ask for that, else in the text format 0.0.4. Native histograms have no form in text and are left
 * out there; those with custom buckets have none in protobuf either.
 */
export function federateRoute(app: FastifyInstance, routes: ReadRoutes, options: PrometheusOptions): void {
  const { runner, clock, maxSamples, scrapes } = options;
  promRoute(app, routes, '/federate', ['GET'], async ({ params, tenant, request, signal }) => {
    const selectors: (readonly Matcher[])[] = [];
    for (const text of params.getAll('match[]')) {
      const selector = parseSelector(text);
      // Not the envelope of the API: this is no endpoint of it.
      if (!selector.ok) return ok(refused(formatParseError(text, selector.error)));
      selectors.push(selector.value);
    }
    const end = clock.now();
    // The lookback is open at its old end.
    const range = { start: millis(end - DEFAULT_LOOKBACK + 1), end };
    const external = { instance: '', ...scrapes.externalLabels() };
    const found = new Map<string, Federated>();
    for (const matchers of selectors) {
      const answer = await storedSamples({ tenant, matchers, ...range, limits: { maxSamples } }, runner, signal);
      if (!answer.ok) return err(promFailure(answer.error));
      for (const { labels, times, values, histograms, stale } of answer.value) {
        const last = times.length - 1;
        if (last < 0 || stale?.[last] === 1) continue;
        const histogram = histograms?.[last];
        found.set(labels.key, {
          metric: labels.name,
          labels: attached(labels.withoutName().toLabels(), external),
          value: values[last]!,
          time: times[last]!,
          ...(histogram ? { histogram } : {}),
        });
      }
    }
    const samples = [...found.values()].sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0));
    return ok(prefersProtobuf(request.headers.accept ?? '') ? protobuf(samples) : text(samples));
  });
}

const refused = (message: string): Answer => ({
  status: 400,
  body: `${message}\n`,
  contentType: 'text/plain; charset=utf-8',
});

/** A series' own labels, then those of this server that it lacks: a federating server must not add its target's instance. */
function attached(own: Labels, external: Labels): Federated['labels'] {
  const added = Object.entries(external).filter(([name]) => !(name in own));
  return [...Object.entries(own), ...added.sort(([a], [b]) => (a < b ? -1 : 1))];
}

const CUSTOM_BUCKETS = -53;

function protobuf(samples: readonly Federated[]): Answer {
  const exposed = samples.filter(({ histogram }) => histogram?.schema !== CUSTOM_BUCKETS);
  return { body: Buffer.from(encodeMetricFamilies(exposed)), contentType: DELIMITED_PROTOBUF };
}

function text(samples: readonly Federated[]): Answer {
  const lines: string[] = [];
  let metric = '';
  for (const sample of samples) {
    if (sample.histogram) continue;
    if (sample.metric !== metric) {
      metric = sample.metric;
      lines.push(typeLine(metric, 'untyped'));
    }
    lines.push(sampleLine(metric, sample.labels, sample.value, sample.time));
  }
  const body = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  return { body, contentType: 'text/plain; version=0.0.4; charset=utf-8' };
}
