import {
  type Decoded,
  err,
  type LogBatch,
  ok,
  type Result,
  RowWriter,
  type Sequence,
  type StreamDef,
} from '@bongsu/model';
import type { DecodeContext } from '../otlp/context.js';
import { DayUses } from '../otlp/day-uses.js';
import { TraceReference } from '../otlp/logs/trace-reference.js';
import { dayOfNanos } from '../otlp/time-window.js';
import { MalformedProtobuf, ProtobufReader, WIRE_BYTES } from '../protobuf/reader.js';
import { PushEntry } from './entry.js';
import { byteSize, goTimeString, rfc3339 } from './go-time.js';
import type { PushLimits } from './limits.js';
import { PushProblems } from './problems.js';
import { RowDedup } from './row-dedup.js';
import { PushStreamCache, type PushStream } from './stream.js';

export interface PushDecoderOptions {
  readonly sequence: Sequence;
  readonly limits: PushLimits;
  /** Whether a stream without `service_name` gets one from its other labels. */
  readonly discoverServiceName: boolean;
  /** Whether `detected_level` is filled. */
  readonly discoverLevels: boolean;
}

/** The request cannot be read, or holds nothing; nothing of it is stored. Not retryable. */
export interface PushError {
  readonly kind: 'malformed' | 'no_streams';
  readonly message: string;
}

/** The good part of a push and what is said of the rest. */
export interface DecodedPush extends Decoded<LogBatch> {
  /** What was left out and why, in Loki's words; '' when nothing was. */
  readonly problems: string;
  /** Whether any of it was left out for its rate and may be sent again. */
  readonly rateLimited: boolean;
  /** Bytes of the lines and metadata that are in the batch. */
  readonly contentBytes: number;
}

// logproto.PushRequest: streams = 1; logproto.Stream: labels = 1, entries = 2, hash = 3.
const STREAMS = (1 << 3) | WIRE_BYTES;
const LABELS = (1 << 3) | WIRE_BYTES;
const ENTRIES = (2 << 3) | WIRE_BYTES;

const TWO_32 = 4_294_967_296;
/** How many lines of a stream over its rate are named (`max_returned_stream_errors` of Loki). */
const NAMED_ENTRIES = 10;

/** Decodes logproto.PushRequest messages into rows of LOG_ROW. Long-lived: it remembers streams, within bounds. */
export class PushDecoder {
  readonly #streams: PushStreamCache;
  readonly #trace = new TraceReference();
  readonly #reader = new ProtobufReader(EMPTY);
  readonly #dedup = new RowDedup();
  readonly #entry: PushEntry;

  constructor(private readonly options: PushDecoderOptions) {
    this.#streams = new PushStreamCache(options.limits, options.discoverServiceName);
    this.#entry = new PushEntry(this.#trace, options.discoverLevels);
  }

  /**
   * Decodes one request, uncompressed. Lines that cannot be stored are left out and named in `problems`; a line that
   * stands twice in the same stream with the same time and metadata is stored once. `body` is only read.
   */
  decode(body: Uint8Array, context: DecodeContext): Result<DecodedPush, PushError> {
    const reader = this.#reader;
    reader.reset(body);
    this.#trace.reset(reader.bytes);
    this.#dedup.clear();
    const { limits, sequence } = this.options;
    const rows = new PushRows(context, body.length, this.#entry, sequence, limits, this.#dedup);
    try {
      const streams = this.#walk(reader, context, rows);
      if (typeof streams === 'string') return err({ kind: 'malformed', message: streams });
      if (streams === 0)
        return err({ kind: 'no_streams', message: 'error at least one valid stream is required for ingestion' });
    } catch (error) {
      if (error instanceof MalformedProtobuf) return err({ kind: 'malformed', message: error.message });
      throw error;
    } finally {
      reader.reset(EMPTY);
      this.#trace.reset(reader.bytes);
    }
    return ok(rows.result());
  }

  /** The number of streams, or why the request is refused whole. */
  #walk(reader: ProtobufReader, context: DecodeContext, rows: PushRows): number | string {
    const end = reader.buf.length;
    let streams = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag !== STREAMS) {
        reader.skip(tag, end);
        continue;
      }
      streams++;
      const streamEnd = reader.lengthEnd(end);
      const start = reader.pos;
      const stream = this.#streamOf(reader, streamEnd, context);
      if (stream.unreadable !== '') return stream.unreadable;
      reader.pos = start;
      rows.stream(reader, streamEnd, stream);
      reader.pos = streamEnd;
    }
    return streams;
  }

  /** Encoders write the labels first, yet need not. */
  #streamOf(reader: ProtobufReader, end: number, { tenant }: DecodeContext): PushStream {
    let labelsStart = end;
    let labelsEnd = end;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag === LABELS) {
        labelsEnd = reader.lengthEnd(end);
        labelsStart = reader.pos;
        reader.pos = labelsEnd;
      } else reader.skip(tag, end);
    }
    return this.#streams.stream(tenant, reader.bytes, labelsStart, labelsEnd);
  }
}

const EMPTY = new Uint8Array(0);

/** The rows of one request. */
class PushRows {
  readonly #writer: RowWriter;
  readonly #uses = new DayUses<StreamDef>();
  readonly #problems = new PushProblems();
  readonly #oldestNs: number;
  readonly #newestNs: number;
  readonly #nowMs: number;
  #count = 0;
  #refused = 0;
  #contentBytes = 0;
  #rateLimited = false;

  constructor(
    private readonly context: DecodeContext,
    bodyBytes: number,
    private readonly entry: PushEntry,
    private readonly sequence: Sequence,
    private readonly limits: PushLimits,
    private readonly dedup: RowDedup,
  ) {
    // A row repeats its stream, service and defaults; most requests fit without growing.
    this.#writer = new RowWriter(1024 + bodyBytes * 2);
    this.#oldestNs = context.window.oldest * 1e6;
    this.#newestNs = context.window.newest * 1e6;
    this.#nowMs = Number(context.now / 1_000_000n);
  }

  /** The entries of the stream between the cursor and `end`. */
  stream(reader: ProtobufReader, end: number, stream: PushStream): void {
    const over: string[] = [];
    let entries = 0;
    let overCount = 0;
    while (reader.pos < end) {
      const tag = reader.uint32(end);
      if (tag !== ENTRIES) {
        reader.skip(tag, end);
        continue;
      }
      const entryEnd = reader.lengthEnd(end);
      this.entry.scan(reader, entryEnd);
      reader.pos = entryEnd;
      entries++;
      if (stream.problem !== '') {
        this.#refused++;
        continue;
      }
      const problem = this.#problem(stream);
      if (problem !== '') {
        this.#refused++;
        this.#problems.add(problem);
      } else if (!this.#withinRate(stream)) {
        overCount++;
        if (over.length < NAMED_ENTRIES) over.push(this.#overRate(stream));
      } else this.#write(reader, stream);
    }
    if (stream.problem !== '' && entries > 0) this.#problems.add(stream.problem);
    if (overCount === 0) return;
    this.#refused += overCount;
    this.#rateLimited = true;
    this.#problems.block(
      `${over.join('')}user '${this.context.tenant}', total ignored: ${overCount} out of ${entries} for stream: ${stream.text}`,
    );
  }

  /** Why the scanned entry is refused, in the order in which Loki looks; '' when it is not. */
  #problem({ text }: PushStream): string {
    const { entry, limits, context } = this;
    const ns = entry.timeHi * TWO_32 + entry.timeLo;
    if (entry.tooOld || (!entry.tooNew && ns < this.#oldestNs)) {
      const oldest = new Date(Math.max(context.window.oldest, 0)).toISOString().slice(0, 19);
      return `entry for stream '${text}' has timestamp too old: ${rfc3339(entry.timeLo, entry.timeHi)}, oldest acceptable timestamp is: ${oldest}Z`;
    }
    if (entry.tooNew || ns > this.#newestNs) {
      const time = entry.tooNew ? 'after the year 2261' : rfc3339(entry.timeLo, entry.timeHi);
      return `entry for stream '${text}' has timestamp too new: ${time}`;
    }
    const { lineBytes, metadataBytes, metadataEntries } = limits;
    if (entry.lineBytes > lineBytes.value)
      return `max entry size '${lineBytes.value}' bytes exceeded for stream '${text}' while adding an entry with length '${entry.lineBytes}' bytes; raise ${lineBytes.key}`;
    if (entry.metadataBytes > metadataBytes.value)
      return `stream '${text}' has structured metadata too large: '${entry.metadataBytes}' bytes, limit: '${metadataBytes.value}' bytes; raise ${metadataBytes.key}`;
    if (entry.metadataEntries > metadataEntries.value)
      return `stream '${text}' has too many structured metadata labels: '${entry.metadataEntries}', limit: '${metadataEntries.value}'; raise ${metadataEntries.key}`;
    return '';
  }

  #withinRate(stream: PushStream): boolean {
    const { streamRate, streamBurst } = this.limits;
    if (streamRate === undefined || streamBurst === undefined) return true;
    const earned = (Math.max(0, this.#nowMs - stream.refilled) / 1000) * streamRate.value;
    stream.tokens = Math.min(streamBurst.value, stream.tokens + earned);
    stream.refilled = this.#nowMs;
    const bytes = this.entry.lineBytes + this.entry.metadataBytes;
    if (bytes > stream.tokens) return false;
    stream.tokens -= bytes;
    return true;
  }

  #overRate({ text }: PushStream): string {
    const { entry, limits } = this;
    const rate = limits.streamRate!;
    return `entry with timestamp ${goTimeString(entry.timeLo, entry.timeHi)} ignored, reason: 'Per stream rate limit exceeded (limit: ${byteSize(rate.value)}/sec) while attempting to ingest for stream '${text}' totaling ${byteSize(entry.lineBytes + entry.metadataBytes)}, consider splitting a stream via additional labels or raise ${rate.key}',\n`;
  }

  #write(reader: ProtobufReader, stream: PushStream): void {
    const { entry, sequence } = this;
    const writer = this.#writer;
    const start = writer.length;
    sequence.next();
    writer.text(this.context.tenant);
    const sequenceAt = writer.length + 8 - start;
    entry.write(reader, writer, stream, sequence.lo, sequence.hi);
    const hash = (entry.timeLo ^ Math.imul(entry.timeHi, 31) ^ stream.def.fingerprint.lo) | 0;
    if (this.dedup.seen(writer.buffer, start, writer.length, sequenceAt, hash)) {
      writer.truncate(start);
      return;
    }
    this.#count++;
    this.#contentBytes += entry.lineBytes + entry.metadataBytes;
    this.#uses.use(stream.def, dayOfNanos(entry.timeLo, entry.timeHi));
  }

  result(): DecodedPush {
    const problems = this.#problems.text();
    return {
      batch: {
        signal: 'logs',
        tenant: this.context.tenant,
        logs: { count: this.#count, bytes: this.#writer.view() },
        streams: this.#uses.list(),
        resources: [],
      },
      rejected: this.#refused === 0 ? [] : [{ count: this.#refused, reason: problems }],
      problems,
      rateLimited: this.#rateLimited,
      contentBytes: this.#contentBytes,
    };
  }
}
