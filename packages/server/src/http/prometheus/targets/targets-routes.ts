import type { FastifyInstance } from 'fastify';
import { err, ok, type Labels, type Result } from '@bongsu/model';
import type { Matcher } from '@bongsu/query/lang';
import { formatParseError, matchesLabels, parseSelector } from '@bongsu/query/promql';
import { failure } from '../../../errors/failure.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { invalidParameter, numberParam } from '../prometheus-params.js';

/** `targets`, `targets/metadata`, `targets/relabel_steps` and `scrape_pools`. */
export function targetsRoutes(app: FastifyInstance, routes: ReadRoutes, { scrapes }: PrometheusOptions): void {
  promRoute(app, routes, '/api/v1/scrape_pools', ['GET'], async () =>
    ok(envelope(JSON.stringify({ scrapePools: [...scrapes.pools()].sort() }))),
  );

  promRoute(app, routes, '/api/v1/targets', ['GET'], async ({ params }) => {
    const state = (params.get('state') ?? '').toLowerCase();
    const pool = params.get('scrapePool') || undefined;
    const shows = (which: string): boolean => state === '' || state === 'any' || state === which;
    const data = {
      activeTargets: shows('active') ? scrapes.active(pool) : [],
      droppedTargets: shows('dropped') ? scrapes.dropped(pool) : [],
      droppedTargetCounts: shows('dropped') ? scrapes.droppedCounts() : null,
    };
    return ok(envelope(JSON.stringify(data)));
  });

  promRoute(app, routes, '/api/v1/targets/relabel_steps', ['GET'], async ({ params }) => {
    const pool = params.get('scrapePool') ?? '';
    if (pool === '') return err(failure('bad_parameter', 'no scrapePool parameter provided'));
    const text = params.get('labels') ?? '';
    if (text === '') return err(failure('bad_parameter', 'no labels parameter provided'));
    const labels = labelsOf(text);
    if (!labels.ok) return err(failure('bad_parameter', `error parsing labels: ${labels.error}`));
    const steps = scrapes.relabelSteps(pool, labels.value);
    if (steps === undefined) return err(failure('not_found', `scrape pool ${JSON.stringify(pool)} not found`));
    return ok(envelope(JSON.stringify({ steps })));
  });

  promRoute(app, routes, '/api/v1/targets/metadata', ['GET'], async ({ params }) => {
    const limit = numberParam(params, 'limit');
    if (!limit.ok) return limit;
    const text = params.get('match_target') ?? '';
    const selector = text === '' ? ok<readonly Matcher[]>([]) : parseSelector(text);
    if (!selector.ok) return invalidParameter('match_target', formatParseError(text, selector.error));
    const metric = params.get('metric') ?? '';
    const found = scrapes
      .active()
      .filter(({ labels }) => matchesLabels(selector.value, labels))
      .flatMap((target) =>
        scrapes
          .metadata(target)
          .filter((each) => metric === '' || each.metric === metric)
          .map(({ metric: name, ...said }) => ({
            target: target.labels,
            ...(metric === '' ? { metric: name } : {}),
            ...said,
          })),
      );
    const kept = limit.value === undefined || limit.value < 0 ? found : found.slice(0, limit.value);
    return ok(envelope(JSON.stringify(kept)));
  });
}

/** A JSON object of texts. */
function labelsOf(text: string): Result<Labels, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return err('not an object');
  const wrong = Object.entries(value).find(([, label]) => typeof label !== 'string');
  if (wrong !== undefined) return err(`the value of ${JSON.stringify(wrong[0])} is no text`);
  return ok(value as Labels);
}
