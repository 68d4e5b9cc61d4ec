import {
  assertUnreachable,
  err,
  ok,
  type AcceptWindow,
  type Batch,
  type Clock,
  type Decoded,
  type Nanos,
  type Rejection,
  type Result,
  type TelemetrySink,
  type Tenant,
} from '@bongsu/model';
import { transcodeZipkin } from '@bongsu/wire/zipkin';
import { failure, type Failure } from '../errors/failure.js';
import type { Protocol, SelfMetrics, Signal } from '../self/self-metrics.js';
import type { RejectionLog } from './rejection-log.js';
import { acceptWindow, type AcceptedTimes } from './accepted-times.js';
import type { DecodeTurns } from './decode-turns.js';
import { appendDurably } from './durable-append.js';

/** Of OTLP, and of Loki's pushes. */
export type Form = 'protobuf' | 'json';

/** One signal's way from bytes to a batch. */
export interface SignalCodec {
  /** A protobuf Export*ServiceRequest. */
  decode(
    body: Uint8Array,
    context: { readonly tenant: Tenant; readonly now: Nanos; readonly window: AcceptWindow },
  ): Result<Decoded<Batch>, { readonly message: string }>;
  /** OTLP/JSON to the same message in protobuf. */
  transcode(json: Uint8Array): Result<Uint8Array, { readonly message: string }>;
}

export type SignalCodecs = Readonly<Record<Signal, SignalCodec>>;

export interface ReceiverOptions {
  readonly codecs: SignalCodecs;
  readonly sink: TelemetrySink;
  readonly times: AcceptedTimes;
  readonly clock: Clock;
  readonly turns: DecodeTurns;
  readonly metrics: SelfMetrics;
  readonly rejections: RejectionLog;
}

interface Sent {
  readonly protocol: Protocol;
  readonly tenant: Tenant;
  /** Decompressed. */
  readonly body: Uint8Array;
}
/** Zipkin's form knows spans alone. */
export type Delivery = Sent &
  ({ readonly signal: Signal; readonly form: Form } | { readonly signal: 'traces'; readonly form: 'zipkin' });

/**
 * Takes OTLP, and what has a form in it, from any transport: decodes, appends, and resolves with `ok` only when what was not rejected is on
 * disk. Transports write the outcome in their own form.
 */
export class OtlpReceiver {
  readonly #options: ReceiverOptions;

  constructor(options: ReceiverOptions) {
    this.#options = options;
  }

  async receive(delivery: Delivery): Promise<Result<readonly Rejection[], Failure>> {
    const { metrics, rejections, clock } = this.#options;
    const { signal, protocol, tenant } = delivery;
    metrics.ingestBytes.add(delivery.body.length, signal, protocol);
    const outcome = await this.#store(delivery);
    metrics.ingestRequests.add(1, signal, protocol, outcome.ok ? 'ok' : outcome.error.code);
    if (!outcome.ok) {
      rejections.note(tenant, { signal, protocol, reason: outcome.error.message, records: 0 }, clock.now());
      return outcome;
    }
    const { rejected, stored } = outcome.value;
    for (const { count, reason } of rejected) {
      rejections.note(tenant, { signal, protocol, reason, records: count }, clock.now());
    }
    metrics.ingestRecords.add(stored, signal, protocol);
    const refused = rejected.reduce((sum, { count }) => sum + count, 0);
    if (refused > 0) metrics.ingestRejected.add(refused, signal, protocol);
    return ok(rejected);
  }

  /** A request that was refused before its body could be read. */
  refused(signal: Signal, protocol: Protocol, reason: Failure): void {
    this.#options.metrics.ingestRequests.add(1, signal, protocol, reason.code);
  }

  async #store(delivery: Delivery): Promise<Result<{ rejected: readonly Rejection[]; stored: number }, Failure>> {
    const { turns } = this.#options;
    const decoded = await turns.decode(() => this.#decode(delivery));
    if (!decoded.ok) return err(failure('malformed_body', decoded.error.message));
    const records = recordCount(decoded.value.batch);
    if (records === 0) return ok({ rejected: decoded.value.rejected, stored: 0 });
    const committed = await appendDurably(this.#options, decoded.value.batch);
    if (!committed.ok) return committed;
    const late = committed.value.rejected;
    const stored = records - late.reduce((sum, { count }) => sum + count, 0);
    return ok({ rejected: [...decoded.value.rejected, ...late], stored: Math.max(0, stored) });
  }

  #decode(delivery: Delivery): Result<Decoded<Batch>, { readonly message: string }> {
    const { codecs, clock, times } = this.#options;
    const { signal, tenant } = delivery;
    const protobuf = this.#protobuf(delivery);
    if (!protobuf.ok) return protobuf;
    const window = acceptWindow(times, signal, clock.now());
    return codecs[signal].decode(protobuf.value, { tenant, now: clock.nowNanos(), window });
  }

  #protobuf({ signal, form, body }: Delivery): Result<Uint8Array, { readonly message: string }> {
    switch (form) {
      case 'protobuf':
        return ok(body);
      case 'json':
        return this.#options.codecs[signal].transcode(body);
      case 'zipkin':
        return transcodeZipkin(body);
    }
  }
}

function recordCount(batch: Batch): number {
  switch (batch.signal) {
    case 'logs':
      return batch.logs.count;
    case 'traces':
      return batch.spans.count;
    case 'metrics':
      return batch.samples.count + batch.histograms.count + batch.deltas.length;
    default:
      return assertUnreachable(batch);
  }
}
