import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openRemote } from './remote-engine.js';

// What a remote engine does once it is open is in engine.conformance.test.ts.
async function withServer<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('openRemote', () => {
  it('says that nothing listens there', async () => {
    const url = await withServer(
      () => undefined,
      (free) => Promise.resolve(free),
    );
    const opened = await openRemote({ url });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    if (!opened.ok) expect(opened.error.message).toContain(url);
  });

  it('says that the server refuses the user', async () => {
    const opened = await withServer(
      (_, response) => {
        response.writeHead(403, { 'X-ClickHouse-Exception-Code': '516' });
        response.end('Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)');
      },
      (url) => openRemote({ url }),
    );
    expect(opened).toMatchObject({ ok: false, error: { kind: 'refused' } });
    if (!opened.ok) expect(opened.error.message).toContain('Authentication failed');
  });
});
