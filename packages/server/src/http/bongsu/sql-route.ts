import type { FastifyInstance } from 'fastify';
import { err, ok } from '@bongsu/model';
import { failure } from '../../errors/failure.js';
import type { SqlConsole } from '../../sql/sql-console.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';

/** Rows of an answer unless the request names a number: what a page shows well. */
const DEFAULT_ROWS = 1000;

/** `sql`: one read-only statement. Parameters `query` and `limit`, in a form or in the URL. */
export function sqlRoute(app: FastifyInstance, routes: ReadRoutes, console: SqlConsole): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/sql',
    async ({ params, tenant, signal }) => {
      const limit = params.get('limit') ?? String(DEFAULT_ROWS);
      if (!/^[1-9]\d{0,8}$/.test(limit)) {
        return err(failure('bad_parameter', `limit: ${JSON.stringify(limit)} is not a number of rows`));
      }
      const answer = await console.run({ tenant, sql: params.get('query') ?? '', rows: Number(limit), signal });
      return answer.ok ? ok(json(answer.value)) : answer;
    },
    ['POST'],
  );
}
