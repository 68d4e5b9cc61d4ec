import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { findEndpoint } from './endpoint.js';

test('an address that is set is taken as it is, without asking it', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.invalid:4318' };
  expect(await findEndpoint(env)).toBe('http://collector.invalid:4318');
});

test('the first address that takes a connection is found; none is undefined', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const open = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // Port 1 (tcpmux) is not in use on the machines this runs on.
  const closed = 'http://127.0.0.1:1';
  expect(await findEndpoint({}, [closed, open])).toBe(open);
  await new Promise((resolve) => server.close(resolve));
  expect(await findEndpoint({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, [closed, open])).toBeUndefined();
});
