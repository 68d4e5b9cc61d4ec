import { type Decoded, err, type MetricBatch, ok, type Result } from '@bongsu/model';
import type { DecodeContext } from '../otlp/context.js';
import { SeriesRows } from '../prometheus/series-rows.js';
import type { SeriesTable } from '../prometheus/series-table.js';
import { MalformedProtobuf, ProtobufReader } from '../protobuf/reader.js';
import { Problems } from './problems.js';
import { WriteRequestV1 } from './v1.js';
import { WriteRequestV2 } from './v2.js';

export type RemoteWriteVersion = 1 | 2;

/** The good part of a request. */
export interface DecodedWrite extends Decoded<MetricBatch> {
  /** What the sender must be told, a line each; '' when all is well. The batch is stored all the same. */
  readonly problems: string;
}

/** `malformed`: it is no such message. `refused`: version 1 takes all of a request or nothing. Not retryable. */
export interface RemoteWriteError {
  readonly kind: 'malformed' | 'refused';
  readonly message: string;
}

const EMPTY = new Uint8Array(0);

/** Decodes remote-write messages, decompressed, into rows. Long-lived; one request at a time. */
export class RemoteWriteDecoder {
  readonly #reader = new ProtobufReader(EMPTY);
  readonly #v1 = new WriteRequestV1(this.#reader);
  readonly #v2 = new WriteRequestV2(this.#reader);

  constructor(private readonly table: SeriesTable) {}

  /** `body` is only read, and not kept. The batch belongs to the caller. */
  decode(
    body: Uint8Array,
    version: RemoteWriteVersion,
    { tenant, window }: DecodeContext,
  ): Result<DecodedWrite, RemoteWriteError> {
    // A row is longer than its sample, and a series shorter than its labels.
    const rows = new SeriesRows(this.table, tenant, window, body.length >>> 1);
    const problems = new Problems();
    this.#reader.reset(body);
    try {
      if (version === 1) {
        const refused = this.#v1.decode(rows, problems, body.length);
        if (refused !== '') return err({ kind: 'refused', message: refused });
      } else this.#v2.decode(rows, problems, body.length);
      return ok({ ...rows.result(), problems: problems.text });
    } catch (error) {
      if (error instanceof MalformedProtobuf) return err({ kind: 'malformed', message: error.message });
      throw error;
    } finally {
      this.#reader.reset(EMPTY);
    }
  }
}
