import { afterAll, beforeAll, expect, it } from 'vitest';
import { startApp, type RunningApp } from '../../testkit/running-app.js';
import { post, tracesRequest, type JsonSpan } from '../../testkit/otlp-json.js';

const TRACE = 'c0'.repeat(16);
const START = BigInt(Date.now() - 60_000) * 1_000_000n;
/** More than are read at once. */
const SPANS = 17_000;
const idOf = (i: number): string => (i + 1).toString(16).padStart(16, '0');

const spanOf = (i: number): JsonSpan => ({
  traceId: TRACE,
  spanId: idOf(i),
  ...(i === 0 ? {} : { parentSpanId: idOf(0) }),
  name: `step ${i}`,
  start: START + BigInt(i) * 1_000_000n,
  end: START + BigInt(i + 1) * 1_000_000n,
  attributes: { n: String(i) },
});

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
  const all = Array.from({ length: SPANS }, (_, i) => spanOf(i));
  for (const [rest, service] of ['even', 'odd'].entries()) {
    await post(
      app.url,
      'traces',
      tracesRequest(
        service,
        all.filter((_, i) => i % 2 === rest),
      ),
    );
  }
}, 120_000);
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

interface ResourceSpans {
  readonly resource: { readonly attributes: readonly { readonly value: { readonly stringValue: string } }[] };
  readonly scopeSpans: readonly { readonly spans: readonly { readonly spanId: string; readonly name: string }[] }[];
}

async function body(path: string, headers: Record<string, string> = {}): Promise<Buffer> {
  const response = await fetch(`${app.url}${path}`, { headers });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

/** `service name` by span id: every span once. */
function spansOf(trace: readonly ResourceSpans[]): Map<string, string> {
  const spans = trace.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap((scope) =>
      scope.spans.map(({ spanId, name }): [string, string] => [
        Buffer.from(spanId, 'base64').toString('hex'),
        `${resource.attributes[0]!.value.stringValue} ${name}`,
      ]),
    ),
  );
  const found = new Map(spans);
  expect(found.size).toBe(spans.length);
  return found;
}

const WHOLE = new Map(Array.from({ length: SPANS }, (_, i) => [idOf(i), `${i % 2 === 0 ? 'even' : 'odd'} step ${i}`]));

const ofTenant = async (tenant: string): Promise<Map<string, string>> => {
  const { trace } = JSON.parse((await body(`/api/v2/traces/${TRACE}`, { 'x-scope-orgid': tenant })).toString()) as {
    trace: { resourceSpans: ResourceSpans[] };
  };
  return spansOf(trace.resourceSpans);
};

it('is one answer in JSON', async () => {
  expect(await ofTenant('default')).toEqual(WHOLE);
  const { batches } = JSON.parse((await body(`/api/traces/${TRACE}`)).toString()) as { batches: ResourceSpans[] };
  expect(spansOf(batches)).toEqual(WHOLE);
});

it('is one message in protobuf, which is that of a sender', async () => {
  const accept = { accept: 'application/protobuf' };
  const first = await body(`/api/traces/${TRACE}`, accept);
  const second = await body(`/api/v2/traces/${TRACE}`, accept);
  // A field 1 that holds the trace, and nothing behind it.
  expect(second[0]).toBe(0x0a);
  expect(second.length - second.indexOf(first)).toBe(first.length);
  const stored = await fetch(`${app.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf', 'x-scope-orgid': 'copy' },
    body: first,
  });
  expect(stored.status).toBe(200);
  expect(await ofTenant('copy')).toEqual(WHOLE);
});
