import { parseQuery } from '@bongsu/query/traceql/syntax';
import { parse } from '@bongsu/query/promql/syntax';
import { expect, it } from 'vitest';
import { edgeTraces, graphQueries, nodeTraces } from './graph-queries.js';
import { serviceGraph } from './service-graph.js';

it('asks in PromQL', () => {
  const { total, failed, edgeP95, nodeP95 } = graphQueries(3_600);
  for (const query of [total, failed, edgeP95, nodeP95]) expect(parse(query)).toMatchObject({ ok: true });
});

it.each([
  ['user', 'g"w', 'virtual_node', '{ resource.service.name = "g\\"w" && kind = server }'],
  ['a', 'b', '', '{ resource.service.name = "a" } > { resource.service.name = "b" }'],
])('leads from %s to %s to traces', (client, server, connection_type, q) => {
  const total = [{ labels: { client, server, connection_type }, value: 1 }];
  const [edge] = serviceGraph({ total, failed: [], edgeP95: [], nodeP95: [] }).edges;
  expect(edge && edgeTraces(edge)).toBe(q);
});

it.each(['database', 'virtual_node'])('leads to calls of a %s', (connection_type) => {
  const total = [{ labels: { client: 'a', server: 'x', connection_type }, value: 1 }];
  const [edge] = serviceGraph({ total, failed: [], edgeP95: [], nodeP95: [] }).edges;
  expect(edge && parseQuery(edgeTraces(edge)).ok).toBe(true);
  expect(edge && parseQuery(nodeTraces(edge.to) ?? '').ok).toBe(true);
});
