import { err, ok, type Clock, type Result, type TelemetrySink, type Tenant } from '@bongsu/model';
import { transcodePush, type PushDecoder, type PushVersion } from '@bongsu/wire/loki-push';
import { failure, type Failure } from '../errors/failure.js';
import type { TenantRates } from '../limits/tenant-rates.js';
import type { SelfMetrics } from '../self/self-metrics.js';
import type { RejectionLog } from './rejection-log.js';
import { acceptWindow, type AcceptedTimes } from './accepted-times.js';
import type { DecodeTurns } from './decode-turns.js';
import { appendDurably } from './durable-append.js';
import type { Form } from './receiver.js';

export interface LokiPushReceiverOptions {
  readonly decoderOf: (tenant: Tenant) => PushDecoder;
  readonly sink: TelemetrySink;
  readonly times: AcceptedTimes;
  readonly clock: Clock;
  readonly turns: DecodeTurns;
  readonly metrics: SelfMetrics;
  readonly rejections: RejectionLog;
  /** Bytes of lines and metadata a tenant may send; undefined for no bound. */
  readonly rates: TenantRates | undefined;
}

export interface Push {
  readonly tenant: Tenant;
  readonly form: Form;
  readonly version: PushVersion;
  /** Decompressed. */
  readonly body: Uint8Array;
}

const PROTOCOL = 'loki-push';

/**
 * Takes Loki's push requests. `ok` when all of it is on disk. A failure `refused_records` or `rate_limited` with
 * Loki's list of what was left out comes only after the good lines are on disk; any other failure means that nothing
 * is.
 */
export class LokiPushReceiver {
  readonly #options: LokiPushReceiverOptions;

  constructor(options: LokiPushReceiverOptions) {
    this.#options = options;
  }

  async receive(push: Push): Promise<Result<void, Failure>> {
    const { metrics } = this.#options;
    metrics.ingestBytes.add(push.body.length, 'logs', PROTOCOL);
    const outcome = await this.#store(push);
    metrics.ingestRequests.add(1, 'logs', PROTOCOL, outcome.ok ? 'ok' : outcome.error.code);
    // Lines that were left out are noted one by one, where they are counted.
    if (!outcome.ok && outcome.error.code !== 'refused_records') this.#note(push.tenant, outcome.error.message, 0);
    return outcome;
  }

  #note(tenant: Tenant, reason: string, records: number): void {
    const { rejections, clock } = this.#options;
    rejections.note(tenant, { signal: 'logs', protocol: PROTOCOL, reason, records }, clock.now());
  }

  /** A request that was refused before its body could be read. */
  refused(reason: Failure): void {
    this.#options.metrics.ingestRequests.add(1, 'logs', PROTOCOL, reason.code);
  }

  async #store(push: Push): Promise<Result<void, Failure>> {
    const { tenant } = push;
    const { metrics, rates, turns } = this.#options;
    const decoded = await turns.decode(() => this.#decode(push));
    if (!decoded.ok) {
      const { kind, message } = decoded.error;
      return err(failure(kind === 'malformed' ? 'malformed_body' : 'nothing_sent', message));
    }
    const { batch, rejected, problems, rateLimited, contentBytes } = decoded.value;
    const refused = rejected.reduce((sum, { count }) => sum + count, 0);
    if (refused > 0) metrics.ingestRejected.add(refused, 'logs', PROTOCOL);
    for (const { count, reason } of rejected) this.#note(tenant, reason, count);
    const lines = batch.logs.count;
    if (lines > 0) {
      if (rates !== undefined && !rates.take(tenant, contentBytes)) {
        const { key, value } = rates.rate;
        const message = `ingestion rate limit exceeded for user ${tenant} (limit: ${value} bytes/sec) while attempting to ingest '${lines}' lines totaling '${contentBytes}' bytes, reduce log volume or raise ${key}`;
        return err(failure('rate_limited', message));
      }
      const committed = await appendDurably(this.#options, batch);
      if (!committed.ok) return committed;
      metrics.ingestRecords.add(lines, 'logs', PROTOCOL);
    }
    if (problems === '') return ok(undefined);
    return err(failure(rateLimited ? 'rate_limited' : 'refused_records', problems));
  }

  #decode({ tenant, form, version, body }: Push): ReturnType<PushDecoder['decode']> {
    const { decoderOf, times, clock } = this.#options;
    const protobuf = form === 'json' ? transcodePush(body, version) : ok(body);
    if (!protobuf.ok) return err({ kind: 'malformed', message: protobuf.error.message });
    const window = acceptWindow(times, 'logs', clock.now());
    return decoderOf(tenant).decode(protobuf.value, { tenant, now: clock.nowNanos(), window });
  }
}
