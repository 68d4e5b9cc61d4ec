import { err, ok, type Clock, type Result, type TelemetrySink, type Tenant } from '@bongsu/model';
import type { RemoteWriteDecoder, RemoteWriteVersion } from '@bongsu/wire/remote-write';
import { failure, type Failure } from '../errors/failure.js';
import type { SelfMetrics } from '../self/self-metrics.js';
import type { RejectionLog } from './rejection-log.js';
import { acceptWindow, type AcceptedTimes } from './accepted-times.js';
import type { DecodeTurns } from './decode-turns.js';
import { appendDurably } from './durable-append.js';

export interface RemoteWriteReceiverOptions {
  readonly decoder: RemoteWriteDecoder;
  readonly sink: TelemetrySink;
  readonly times: AcceptedTimes;
  readonly clock: Clock;
  readonly turns: DecodeTurns;
  readonly metrics: SelfMetrics;
  readonly rejections: RejectionLog;
}

export interface RemoteWrite {
  readonly tenant: Tenant;
  readonly version: RemoteWriteVersion;
  /** Decompressed. */
  readonly body: Uint8Array;
}

/** What of a request is stored and on disk. */
export interface Written {
  readonly samples: number;
  readonly histograms: number;
  readonly exemplars: number;
  /** What was left out and why, a line each; '' when nothing was, or when the sender is not to hear of it. */
  readonly problems: string;
}

export const NOTHING_WRITTEN: Written = { samples: 0, histograms: 0, exemplars: 0, problems: '' };

const PROTOCOL = 'remote-write';

/** Takes remote writes: decodes, appends, and resolves with `ok` only when what was not refused is on disk. */
export class RemoteWriteReceiver {
  readonly #options: RemoteWriteReceiverOptions;

  constructor(options: RemoteWriteReceiverOptions) {
    this.#options = options;
  }

  async receive(write: RemoteWrite): Promise<Result<Written, Failure>> {
    const { metrics } = this.#options;
    metrics.ingestBytes.add(write.body.length, 'metrics', PROTOCOL);
    const outcome = await this.#store(write);
    const code = !outcome.ok ? outcome.error.code : outcome.value.problems === '' ? 'ok' : 'refused_records';
    metrics.ingestRequests.add(1, 'metrics', PROTOCOL, code);
    if (outcome.ok) metrics.ingestRecords.add(outcome.value.samples + outcome.value.histograms, 'metrics', PROTOCOL);
    if (!outcome.ok) this.#note(write.tenant, outcome.error.message, 0);
    return outcome;
  }

  #note(tenant: Tenant, reason: string, records: number): void {
    const { rejections, clock } = this.#options;
    rejections.note(tenant, { signal: 'metrics', protocol: PROTOCOL, reason, records }, clock.now());
  }

  /** A request that was refused before its body could be read. */
  refused(reason: Failure): void {
    this.#options.metrics.ingestRequests.add(1, 'metrics', PROTOCOL, reason.code);
  }

  async #store({ tenant, version, body }: RemoteWrite): Promise<Result<Written, Failure>> {
    const { decoder, times, clock, metrics, turns } = this.#options;
    const decoded = await turns.decode(() => {
      const window = acceptWindow(times, 'metrics', clock.now());
      return decoder.decode(body, version, { tenant, now: clock.nowNanos(), window });
    });
    if (!decoded.ok) {
      const { kind, message } = decoded.error;
      return err(failure(kind === 'malformed' ? 'malformed_body' : 'refused_records', message));
    }
    const { batch, rejected, problems } = decoded.value;
    const refused = rejected.reduce((sum, { count }) => sum + count, 0);
    if (refused > 0) metrics.ingestRejected.add(refused, 'metrics', PROTOCOL);
    for (const { count, reason } of rejected) this.#note(tenant, reason, count);
    const [samples, histograms, exemplars] = [batch.samples.count, batch.histograms.count, batch.exemplars.count];
    if (samples + histograms + exemplars === 0) return ok({ ...NOTHING_WRITTEN, problems });
    const committed = await appendDurably(this.#options, batch);
    if (!committed.ok) return committed;
    return ok({ samples, histograms, exemplars, problems });
  }
}
