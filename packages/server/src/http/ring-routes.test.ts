import fastify from 'fastify';
import { systemClock } from '@bongsu/model';
import { expect, it } from 'vitest';
import { ringRoutes } from './ring-routes.js';

const app = fastify();
ringRoutes(app, systemClock());

it.each(['/ring', '/distributor/ring', '/memberlist'])('%s says that there is none', async (url) => {
  const page = await app.inject({ url, headers: { accept: 'text/html,*/*' } });
  expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(page.body).toContain('there is no ring');
  const json = await app.inject({ url, headers: { accept: 'application/json' } });
  expect(json.json()).toEqual({ shards: [], now: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string });
});
