import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { readYaml } from '../../../config/yaml-node.js';
import type { TargetGroup } from '../discovery.js';
import { readKubernetesDiscovery } from './kubernetes-config.js';
import { kubernetesDiscovery } from './kubernetes-discovery.js';

const POD = {
  metadata: { name: 'shop-1', namespace: 'shop', uid: 'u', labels: { app: 'shop' } },
  spec: { nodeName: 'n', containers: [{ name: 'main', image: 'shop:1', ports: [{ containerPort: 8080 }] }] },
  status: { podIP: '10.0.0.1', phase: 'Running' },
};

let server: Server | undefined;
const ending = new AbortController();
afterEach(() => {
  ending.abort();
  server?.closeAllConnections();
  server?.close();
});

it('lists and watches pods by the selectors of labels and fields', async () => {
  const lists: URLSearchParams[] = [];
  let watches: (asked: URLSearchParams) => void;
  const watched = new Promise<URLSearchParams>((resolve) => (watches = resolve));
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://cluster');
    response.setHeader('content-type', 'application/json');
    if (pathname !== '/api/v1/namespaces/shop/pods') {
      response.writeHead(404).end('{}');
    } else if (searchParams.has('watch')) {
      // Open until the test ends.
      response.flushHeaders();
      watches(searchParams);
    } else {
      lists.push(searchParams);
      response.end(
        JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items: [POD] }),
      );
    }
  });
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { root } = readYaml(
    'prometheus.yml',
    `{role: pod, api_server: "http://127.0.0.1:${port}", namespaces: {names: [shop]},
      selectors: [{role: pod, label: "app=shop", field: "status.phase=Running"}]}`,
  );
  const groups = await new Promise<readonly TargetGroup[]>((resolve, reject) =>
    kubernetesDiscovery(readKubernetesDiscovery(root!, '/')).run(
      resolve,
      (reason) => reject(new Error(reason)),
      ending.signal,
    ),
  );
  expect(groups.flatMap(({ targets }) => targets.map((target) => target['__address__']))).toEqual(['10.0.0.1:8080']);
  for (const asked of [lists[0]!, await watched]) {
    expect(asked.get('labelSelector')).toBe('app=shop');
    expect(asked.get('fieldSelector')).toBe('status.phase=Running');
  }
});
