import type { FastifyInstance } from 'fastify';
import { ok, type Result } from '@bongsu/model';
import { astToJson, formatParseError, parse, prettify } from '@bongsu/query/promql';
import type { Failure } from '../../../errors/failure.js';
import type { Answer, Read, ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { invalidParameter } from '../prometheus-params.js';

/** `format_query` and `parse_query`: a query as indented text, and as its tree. */
export function queryTextRoutes(app: FastifyInstance, routes: ReadRoutes, { language }: PrometheusOptions): void {
  const route = (path: string, show: (expr: Parsed) => unknown): void =>
    promRoute(app, routes, path, ['GET', 'POST'], async ({ params }: Read): Promise<Result<Answer, Failure>> => {
      const query = params.get('query') ?? '';
      const parsed = parse(query, language.features);
      if (!parsed.ok) return invalidParameter('query', formatParseError(query, parsed.error));
      return ok(envelope(JSON.stringify(show(parsed.value))));
    });
  route('/api/v1/format_query', prettify);
  route('/api/v1/parse_query', astToJson);
}

type Parsed = Parameters<typeof prettify>[0];
