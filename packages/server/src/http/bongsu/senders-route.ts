import type { FastifyInstance } from 'fastify';
import { ok, err } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import { sdkLanguages } from '@bongsu/query/services';
import { ofQuery } from '../../errors/failure.js';
import type { Senders } from '../../ingest/senders.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';

/** `senders`: languages of the OpenTelemetry SDKs whose records are stored, and other kinds of senders since the start. */
export function sendersRoute(app: FastifyInstance, routes: ReadRoutes, runner: SqlRunner, senders: Senders): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/senders',
    async ({ tenant, signal }) => {
      const languages = await sdkLanguages(tenant, runner, signal);
      if (!languages.ok) return err(ofQuery(languages.error));
      return ok(json({ sdkLanguages: languages.value, kinds: senders.of(tenant) }));
    },
    ['GET'],
  );
}
