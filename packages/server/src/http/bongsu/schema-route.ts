import type { FastifyInstance } from 'fastify';
import { ok } from '@bongsu/model';
import { TABLES } from '@bongsu/query/sql';
import type { SqlConsole } from '../../sql/sql-console.js';
import { json, readRoute, type ReadRoutes } from '../read-route.js';

/** `schema`: the tables of the store with their columns, for who may use SQL. */
export function schemaRoute(app: FastifyInstance, routes: ReadRoutes, console: SqlConsole): void {
  readRoute(
    app,
    routes,
    '/api/bongsu/schema',
    async ({ tenant }) => {
      const allowed = console.access(tenant);
      return allowed.ok ? ok(json({ tables: TABLES.map(tableJson) })) : allowed;
    },
    ['GET'],
  );
}

function tableJson({ name, comment, orderBy, columns }: (typeof TABLES)[number]): unknown {
  return {
    name,
    comment,
    orderBy,
    columns: columns.map((column) => ({ name: column.name, type: column.type, comment: column.comment })),
  };
}
