import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';

/** Spans of one request: a body of some megabytes. */
const PER_REQUEST = 10_000;
const SERVICES = ['gateway', 'orders', 'payments', 'stock', 'mail'];
/** Each span calls this many others until there are enough. */
const FAN_OUT = 8;

/**
 * Sends one trace of `count` spans: a tree of calls over five services, each within its parent, some of them failed.
 * @returns its id, once all are stored.
 */
export async function sendTrace(url: string, count: number): Promise<string> {
  const traceId = randomBytes(16).toString('hex');
  const id = (index: number): string => (index + 1).toString(16).padStart(16, '0');
  const start = BigInt(Date.now() - 60_000) * 1_000_000n;
  const times: { readonly from: number; readonly to: number }[] = [];
  const spans = Array.from({ length: count }, (_, i) => {
    const parent = i === 0 ? undefined : Math.floor((i - 1) / FAN_OUT);
    const around = parent === undefined ? { from: 0, to: 10_000_000_000 } : (times[parent] ?? { from: 0, to: 1 });
    const slot = (around.to - around.from) / (FAN_OUT + 1);
    const from = parent === undefined ? 0 : around.from + slot * ((i - 1) % FAN_OUT) + slot * 0.1;
    const to = parent === undefined ? around.to : from + slot * 1.2;
    times.push({ from, to });
    return {
      traceId,
      spanId: id(i),
      ...(parent === undefined ? {} : { parentSpanId: id(parent) }),
      name: `step ${i % 40}`,
      kind: 1,
      startTimeUnixNano: String(start + BigInt(Math.round(from))),
      endTimeUnixNano: String(start + BigInt(Math.round(to))),
      attributes: [
        { key: 'step.index', value: { intValue: String(i) } },
        { key: 'http.route', value: { stringValue: `/things/${i % 7}` } },
      ],
      status: i % 97 === 96 ? { code: 2, message: 'refused' } : {},
    };
  });
  for (let at = 0; at < count; at += PER_REQUEST) {
    const part = spans.slice(at, at + PER_REQUEST);
    const resourceSpans = SERVICES.map((name, service) => ({
      resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
      scopeSpans: [{ spans: part.filter((_, i) => (at + i) % SERVICES.length === service) }],
    }));
    const response = await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans }),
    });
    expect(response.status, await response.text()).toBe(200);
  }
  return traceId;
}
