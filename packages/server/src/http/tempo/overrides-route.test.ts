import fastify from 'fastify';
import { expect, it } from 'vitest';
import { overridesRoute } from './overrides-route.js';

const app = fastify();
overridesRoute(app);

it.each(['GET', 'POST', 'PATCH', 'DELETE'] as const)('%s is answered as where there is nothing', async (method) => {
  const answer = await app.inject({ method, url: '/api/overrides' });
  expect([answer.statusCode, answer.body]).toEqual([404, '404 page not found\n']);
});
