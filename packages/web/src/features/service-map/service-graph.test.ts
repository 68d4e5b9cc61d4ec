import { expect, it } from 'vitest';
import { busiestPart, serviceGraph } from './service-graph.js';

const edge = (client: string, server: string, type: string, value: number) => ({
  labels: { client, server, ...(type === '' ? {} : { connection_type: type }) },
  value,
});

const graph = serviceGraph({
  total: [
    edge('user', 'gateway', 'virtual_node', 10),
    edge('gateway', 'orders', '', 8),
    edge('orders', 'orders', 'database', 20),
    edge('orders', 'bank.example', 'virtual_node', 2),
    edge('old', 'gone', '', 0),
  ],
  failed: [edge('gateway', 'orders', '', 2)],
  edgeP95: [edge('gateway', 'orders', '', 0.25)],
  nodeP95: [{ labels: { server: 'orders' }, value: 0.3 }],
});

it('tells services, databases and what is outside apart', () => {
  expect(graph.nodes.map(({ id, rate, errors, p95 }) => [id, rate, errors, p95])).toEqual([
    ['database:orders', 20, 0, undefined],
    ['outside:bank.example', 2, 0, undefined],
    ['outside:user', 0, 0, undefined],
    ['service:gateway', 10, 0, undefined],
    ['service:orders', 8, 0.25, 0.3],
  ]);
  expect(graph.edges.map(({ id, rate, errors, p95 }) => [id, rate, errors, p95])).toEqual([
    ['service:orders > database:orders', 20, 0, undefined],
    ['outside:user > service:gateway', 10, 0, undefined],
    ['service:gateway > service:orders', 8, 0.25, 0.25],
    ['service:orders > outside:bank.example', 2, 0, undefined],
  ]);
});

it('keeps the busiest edges of a large graph', () => {
  const part = busiestPart(graph, 3);
  expect(part.edges.map(({ id }) => id)).toEqual([
    'service:orders > database:orders',
    'service:gateway > service:orders',
  ]);
  expect([part.nodes.length, part.hiddenNodes, part.hiddenEdges]).toEqual([3, 2, 2]);
  expect(busiestPart(graph, 5)).toBe(graph);
});
