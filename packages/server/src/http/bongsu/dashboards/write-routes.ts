import type { FastifyInstance, FastifyReply } from 'fastify';
import { err, ok, type Result, type Tenant } from '@bongsu/model';
import type { Dashboards } from '../../../dashboards/dashboards.js';
import { failure, type Failure } from '../../../errors/failure.js';
import type { Slots } from '../../../limits/slots.js';
import { BONGSU, tenantOf } from '../../family.js';
import { tooManyRequests } from '../../read-route.js';

export interface DashboardWriting {
  readonly dashboards: Dashboards;
  readonly slots: Slots;
}

/**
 * The frame of the two endpoints that change a dashboard: slot, tenant, uid, and the refusal to touch what a file provides.
 * A page of another origin cannot reach them: PUT and DELETE ask for its permission first, and none is given.
 */
export function dashboardWriteRoute(
  app: FastifyInstance,
  method: 'PUT' | 'DELETE',
  { dashboards, slots }: DashboardWriting,
  handle: (asked: {
    readonly tenant: Tenant;
    readonly uid: string;
    readonly reply: FastifyReply;
  }) => Promise<Result<FastifyReply, Failure>>,
): void {
  app.route({
    method,
    url: '/api/bongsu/dashboards/:uid',
    handler: async (request, reply) => {
      const done = slots.take();
      if (done === undefined) return BONGSU.sendFailure(reply, tooManyRequests(slots));
      try {
        const tenant = tenantOf(request);
        if (!tenant.ok) return BONGSU.sendFailure(reply, tenant.error);
        const { uid } = request.params as { uid: string };
        const allowed = await changeable(dashboards, uid);
        const answer = allowed.ok ? await handle({ tenant: tenant.value, uid, reply }) : allowed;
        return answer.ok ? answer.value : BONGSU.sendFailure(reply, answer.error);
      } finally {
        done();
      }
    },
  });
}

async function changeable(dashboards: Dashboards, uid: string): Promise<Result<void, Failure>> {
  const provisioned = await dashboards.provisioned(uid);
  if (provisioned?.file === undefined) return ok(undefined);
  const message = `dashboard ${uid} is provided by ${provisioned.file}: change it there, or save a copy with another uid`;
  return err(failure('bad_parameter', message));
}
