import {
  type Decoded,
  type EpochDay,
  err,
  type LogBatch,
  nanosToMillis,
  dayOfMillis,
  ok,
  type ResourceDef,
  type Result,
  RowWriter,
  type Sequence,
  type StreamDef,
  type Tenant,
} from '@bongsu/model';
import { MalformedProtobuf, ProtobufReader } from '../../protobuf/reader.js';
import { walkRecords, type RecordVisitor } from '../blocks.js';
import type { DecodeContext, DecodeError } from '../context.js';
import { DayUses } from '../day-uses.js';
import type { OtlpLimits } from '../limits.js';
import { Rejections } from '../rejections.js';
import { ResourceCache, type ResourceEntry, type ScopeEntry } from '../resource.js';
import { dayOfNanos, TimeWindow } from '../time-window.js';
import { LogRecord, type LogRowHead } from './record.js';
import { StreamCache } from './stream.js';
import { TraceReference } from './trace-reference.js';

export interface LogsDecoderOptions {
  readonly sequence: Sequence;
  readonly limits: OtlpLimits;
  /** Shared with the traces decoder, so that a resource is stored once a day and not once a signal. */
  readonly resources?: ResourceCache;
  /** Whether `detected_level` is filled; on by default. */
  readonly discoverLevels?: boolean;
}

/**
 * Decodes ExportLogsServiceRequest messages into rows of LOG_ROW. Long-lived: it remembers the definitions it has
 * handed out, within bounds.
 */
export class LogsDecoder {
  readonly #sequence: Sequence;
  readonly #resources: ResourceCache;
  readonly #streams = new StreamCache();
  readonly #trace = new TraceReference();
  readonly #record: LogRecord;
  readonly #reader = new ProtobufReader(new Uint8Array(0));

  constructor(options: LogsDecoderOptions) {
    this.#sequence = options.sequence;
    this.#resources = options.resources ?? new ResourceCache(options.limits);
    this.#record = new LogRecord(options.limits, this.#trace, options.discoverLevels ?? true);
  }

  /**
   * Decodes one request. Records that cannot be stored are in `rejected`, by reason; the batch holds the others and
   * belongs to the caller. `body` is only read, and not kept. A message that breaks off or is no protobuf is an error
   * and nothing of it is to be stored.
   */
  decode(body: Uint8Array, context: DecodeContext): Result<Decoded<LogBatch>, DecodeError> {
    const reader = this.#reader;
    reader.reset(body);
    this.#trace.reset(reader.bytes);
    const rows = new LogRows(context, body.length, this.#record, this.#sequence, this.#streams);
    try {
      walkRecords(reader, context.tenant, this.#resources, rows);
    } catch (error) {
      if (error instanceof MalformedProtobuf) return err({ kind: 'malformed', message: error.message });
      throw error;
    } finally {
      reader.reset(EMPTY);
      this.#trace.reset(reader.bytes);
    }
    return ok(rows.result());
  }
}

const EMPTY = new Uint8Array(0);

/** The rows of one request. */
class LogRows implements RecordVisitor {
  readonly #writer: RowWriter;
  readonly #tenant: Tenant;
  readonly #window: TimeWindow;
  readonly #nowLo: number;
  readonly #nowHi: number;
  readonly #today: EpochDay;
  readonly #rejections = new Rejections();
  readonly #streamUses = new DayUses<StreamDef>();
  readonly #resourceUses = new DayUses<ResourceDef>();
  #count = 0;
  #problem = '';
  #stream: StreamDef | undefined;
  #resource: ResourceDef | undefined;
  readonly #head: { -readonly [K in keyof LogRowHead]: LogRowHead[K] } = {
    seqLo: 0,
    seqHi: 0,
    streamLo: 0,
    streamHi: 0,
    resourceLo: 0,
    resourceHi: 0,
    service: EMPTY,
  };

  constructor(
    context: DecodeContext,
    bodyBytes: number,
    private readonly logRecord: LogRecord,
    private readonly sequence: Sequence,
    private readonly streams: StreamCache,
  ) {
    // Rows repeat ids and defaults that the message leaves out; half as much again holds most requests without growing.
    this.#writer = new RowWriter(1024 + bodyBytes + (bodyBytes >>> 1));
    this.#tenant = context.tenant;
    this.#window = new TimeWindow(context.window);
    this.#nowLo = Number(context.now & 0xffff_ffffn);
    this.#nowHi = Number(context.now >> 32n);
    this.#today = dayOfMillis(nanosToMillis(context.now));
  }

  block(resource: ResourceEntry, scope: ScopeEntry): void {
    this.#problem = scope.problem;
    const stream = this.streams.streamOf(resource);
    this.#stream = stream;
    this.#resource = scope.def;
    const head = this.#head;
    head.streamLo = stream.fingerprint.lo;
    head.streamHi = stream.fingerprint.hi;
    head.resourceLo = scope.def.fingerprint.lo;
    head.resourceHi = scope.def.fingerprint.hi;
    head.service = resource.serviceBytes;
  }

  record(reader: ProtobufReader, end: number): void {
    const { logRecord } = this;
    logRecord.scan(reader, end);
    let day = this.#today;
    let problem = this.#problem;
    if ((logRecord.timeLo | logRecord.timeHi) === 0) {
      logRecord.timeLo = this.#nowLo;
      logRecord.timeHi = this.#nowHi;
    } else {
      problem ||= this.#window.problem(logRecord.timeLo, logRecord.timeHi, 'time_unix_nano');
      day = dayOfNanos(logRecord.timeLo, logRecord.timeHi);
    }
    problem ||= logRecord.problem(reader);
    if (problem === '') problem = this.#write(reader);
    if (problem !== '') {
      this.#rejections.add(problem);
      return;
    }
    this.#count++;
    this.#streamUses.use(this.#stream!, day);
    this.#resourceUses.use(this.#resource!, day);
  }

  #write(reader: ProtobufReader): string {
    const writer = this.#writer;
    const start = writer.length;
    this.sequence.next();
    this.#head.seqLo = this.sequence.lo;
    this.#head.seqHi = this.sequence.hi;
    writer.text(this.#tenant);
    const problem = this.logRecord.write(reader, writer, this.#head);
    if (problem !== '') writer.truncate(start);
    return problem;
  }

  result(): Decoded<LogBatch> {
    return {
      batch: {
        signal: 'logs',
        tenant: this.#tenant,
        logs: { count: this.#count, bytes: this.#writer.view() },
        streams: this.#streamUses.list(),
        resources: this.#resourceUses.list(),
      },
      rejected: this.#rejections.list(),
    };
  }
}
