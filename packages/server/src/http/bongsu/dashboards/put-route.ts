import type { FastifyInstance } from 'fastify';
import { err, ok, type Limit } from '@bongsu/model';
import { isDashboardUid, readDashboardFile } from '../../../dashboards/dashboard-file.js';
import { failure } from '../../../errors/failure.js';
import type { ByteBudget } from '../../../limits/byte-budget.js';
import { readBody } from '../../body.js';
import { dashboardMeta } from './dashboard-json.js';
import { dashboardWriteRoute, type DashboardWriting } from './write-routes.js';

export interface DashboardPutting extends DashboardWriting {
  readonly maxBytes: Limit;
  readonly inFlight: ByteBudget;
}

/** Stores a dashboard under the uid of the path, whatever uid the document has. Any form that {@link readDashboardFile} reads. */
export function putDashboardRoute(app: FastifyInstance, options: DashboardPutting): void {
  const { dashboards, maxBytes, inFlight } = options;
  dashboardWriteRoute(app, 'PUT', options, async ({ tenant, uid, reply }) => {
    if (!isDashboardUid(uid)) {
      return err(failure('bad_parameter', `uid ${JSON.stringify(uid)}: use 1 to 80 of A-Z a-z 0-9 _ . -`));
    }
    const share = inFlight.open();
    try {
      const body = await readBody(reply.request.raw, { maxBytes, maxDecompressedBytes: maxBytes, inFlight }, share);
      if (!body.ok) return body;
      const read = readDashboardFile(body.value.toString('utf8'), uid);
      if (!read.ok) return err(failure('malformed_body', read.error));
      const dashboard = { ...read.value, uid, model: { ...read.value.model, uid } };
      await dashboards.put(tenant, dashboard);
      const meta = dashboardMeta({ ...dashboard, folder: '' });
      return ok(reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify({ meta })));
    } finally {
      share.release();
    }
  });
}
