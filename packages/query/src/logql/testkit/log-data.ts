import {
  fingerprintOf,
  fingerprintToBigInt,
  labelsKey,
  LOG_ROW,
  nanos,
  RowWriter,
  type Labels,
  type Nanos,
  type TypedAttribute,
} from '@bongsu/model';
import type { TestEngine } from '../../testkit/engine.js';

export interface TestLine {
  readonly ts: Nanos;
  readonly labels: Labels;
  readonly line: string;
  readonly tenant?: string;
  readonly seq?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly detectedLevel?: string;
  readonly eventName?: string;
  readonly flags?: number;
  readonly observed?: Nanos;
  readonly attributes?: readonly TypedAttribute[];
  readonly droppedAttributes?: number;
  readonly resource?: bigint;
}

const DAY_NS = 86_400_000_000_000n;
const dayOf = (ts: Nanos): string => new Date(Number(ts / DAY_NS) * 86_400_000).toISOString().slice(0, 10);

/** Stores lines with their streams. `seq` defaults to the place in the list. */
export async function storeLines(engine: TestEngine, lines: readonly TestLine[]): Promise<void> {
  const rows = new RowWriter();
  const streams = new Map<string, Record<string, unknown>>();
  lines.forEach((l, i) => {
    const stream = fingerprintOf(labelsKey(l.labels));
    const service = l.labels['service_name'] ?? 'unknown_service';
    const tenant = l.tenant ?? 'default';
    rows.text(tenant);
    rows.i64big(l.ts);
    rows.i64(l.seq ?? i);
    rows.i64big(l.observed ?? 0n);
    rows.u64(stream.lo, stream.hi);
    rows.i64big(l.resource ?? 0n);
    rows.text(service);
    rows.u8(l.severityNumber ?? 0);
    rows.text(l.severityText ?? '');
    rows.text(l.eventName ?? '');
    rows.fixed(Buffer.from(l.traceId ?? '', 'hex'), 0, (l.traceId ?? '').length / 2, 16);
    rows.fixed(Buffer.from(l.spanId ?? '', 'hex'), 0, (l.spanId ?? '').length / 2, 8);
    rows.u32(l.flags ?? 0);
    rows.text(l.line);
    rows.text('s');
    const attributes = l.attributes ?? [];
    rows.varint(attributes.length);
    for (const { key, value } of attributes) {
      rows.text(key);
      rows.text(value);
    }
    rows.text(attributes.map((a) => a.type).join(''));
    rows.u32(l.droppedAttributes ?? 0);
    rows.text(l.detectedLevel ?? 'unknown');
    const day = dayOf(l.ts);
    const fingerprint = String(fingerprintToBigInt(stream));
    streams.set(`${tenant} ${fingerprint} ${day}`, { tenant, day, fingerprint, service, labels: l.labels });
  });
  await engine.insertJson('log_streams', [...streams.values()]);
  await engine.insertBinary('logs', LOG_ROW, rows.take());
}

/** 2026-01-02T03:04:00Z, the time the data of the tests begins. */
export const T0 = nanos(1_767_323_040_000_000_000n);
export const SECOND = 1_000_000_000n;
export const after = (seconds: number): Nanos => nanos(T0 + BigInt(Math.round(seconds * 1000)) * 1_000_000n);
