import type { AnyValue } from '../otlp/any-value-tree.js';
import { ProtobufWriter } from '../protobuf/writer.js';

export type KeyValues = readonly (readonly [key: string, value: AnyValue])[];

export interface TestLogRecord {
  readonly time?: bigint;
  readonly observed?: bigint;
  readonly severity?: number;
  readonly severityText?: string;
  readonly body?: AnyValue;
  readonly attributes?: KeyValues;
  readonly dropped?: number;
  readonly flags?: number;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly eventName?: string;
}

/** One resource with one scope. */
export interface TestLogs {
  readonly resource?: KeyValues;
  readonly resourceDropped?: number;
  readonly resourceSchemaUrl?: string;
  readonly scopeName?: string;
  readonly scopeVersion?: string;
  readonly scopeAttributes?: KeyValues;
  readonly scopeDropped?: number;
  readonly scopeSchemaUrl?: string;
  readonly records: readonly TestLogRecord[];
}

export const str = (value: string): AnyValue => ({ kind: 'string', value });
export const int = (value: bigint | number): AnyValue => ({ kind: 'int', value: BigInt(value) });
export const double = (value: number): AnyValue => ({ kind: 'double', value });
export const bool = (value: boolean): AnyValue => ({ kind: 'bool', value });
export const bytes = (value: Uint8Array): AnyValue => ({ kind: 'bytes', value });
export const array = (...values: AnyValue[]): AnyValue => ({ kind: 'array', values });
export const kvlist = (...entries: [string, AnyValue][]): AnyValue => ({ kind: 'kvlist', entries });
export const empty: AnyValue = { kind: 'empty' };

function nested(w: ProtobufWriter, field: number, write: () => void): void {
  const mark = w.begin(field);
  write();
  w.end(mark);
}

export function writeAny(w: ProtobufWriter, value: AnyValue): void {
  switch (value.kind) {
    case 'string':
      w.string(1, value.value);
      break;
    case 'bool':
      w.bool(2, value.value);
      break;
    case 'int':
      w.int64(3, value.value);
      break;
    case 'double':
      w.double(4, value.value);
      break;
    case 'array':
      nested(w, 5, () => {
        for (const element of value.values) nested(w, 1, () => writeAny(w, element));
      });
      break;
    case 'kvlist':
      nested(w, 6, () => writeKeyValues(w, 1, value.entries));
      break;
    case 'bytes':
      w.bytes(7, value.value);
      break;
    case 'empty':
  }
}

export function writeKeyValues(w: ProtobufWriter, field: number, entries: KeyValues): void {
  for (const [key, value] of entries) {
    nested(w, field, () => {
      w.string(1, key);
      nested(w, 2, () => writeAny(w, value));
    });
  }
}

/** An encoded AnyValue of `depth` arrays inside each other, made without recursion. */
export function deepAnyValue(depth: number): Uint8Array {
  const wrap = (field: number, content: Uint8Array): Uint8Array => {
    const w = new ProtobufWriter(content.length + 16);
    w.bytes(field, content);
    return w.finish();
  };
  let value = wrap(1, Buffer.from('x'));
  for (let i = 0; i < depth; i++) value = wrap(5, wrap(1, value));
  return value;
}

/** An encoded log record with a body that is an encoded AnyValue. */
export function logRecordOfBody(body: Uint8Array): Uint8Array {
  const w = new ProtobufWriter();
  w.bytes(5, body);
  return w.finish();
}

export function logRecord(r: TestLogRecord): Uint8Array {
  const w = new ProtobufWriter();
  if (r.time !== undefined) w.fixed64(1, r.time);
  if (r.observed !== undefined) w.fixed64(11, r.observed);
  if (r.severity !== undefined) w.uint32(2, r.severity);
  if (r.severityText !== undefined) w.string(3, r.severityText);
  const { body } = r;
  if (body !== undefined) nested(w, 5, () => writeAny(w, body));
  writeKeyValues(w, 6, r.attributes ?? []);
  if (r.dropped !== undefined) w.uint32(7, r.dropped);
  if (r.flags !== undefined) w.fixed32(8, r.flags);
  if (r.traceId !== undefined) w.bytes(9, Buffer.from(r.traceId, 'hex'));
  if (r.spanId !== undefined) w.bytes(10, Buffer.from(r.spanId, 'hex'));
  if (r.eventName !== undefined) w.string(12, r.eventName);
  return w.finish();
}

/** An ExportLogsServiceRequest; `raw` are records as bytes, put behind those of the last block. */
export function logsRequest(blocks: readonly TestLogs[], raw: readonly Uint8Array[] = []): Uint8Array {
  const w = new ProtobufWriter();
  blocks.forEach((block, i) =>
    nested(w, 1, () => {
      nested(w, 1, () => {
        writeKeyValues(w, 1, block.resource ?? []);
        if (block.resourceDropped !== undefined) w.uint32(2, block.resourceDropped);
      });
      nested(w, 2, () => {
        nested(w, 1, () => {
          if (block.scopeName !== undefined) w.string(1, block.scopeName);
          if (block.scopeVersion !== undefined) w.string(2, block.scopeVersion);
          writeKeyValues(w, 3, block.scopeAttributes ?? []);
          if (block.scopeDropped !== undefined) w.uint32(4, block.scopeDropped);
        });
        for (const record of block.records) w.bytes(2, logRecord(record));
        if (i === blocks.length - 1) for (const record of raw) w.bytes(2, record);
        if (block.scopeSchemaUrl !== undefined) w.string(3, block.scopeSchemaUrl);
      });
      if (block.resourceSchemaUrl !== undefined) w.string(3, block.resourceSchemaUrl);
    }),
  );
  return w.finish();
}

export function anyJson(value: AnyValue): unknown {
  switch (value.kind) {
    case 'string':
      return { stringValue: value.value };
    case 'bool':
      return { boolValue: value.value };
    case 'int':
      return { intValue: String(value.value) };
    case 'double':
      // JSON has no -0 and JSON.stringify drops its sign; as text it survives
      return { doubleValue: Number.isFinite(value.value) && value.value !== 0 ? value.value : doubleJson(value.value) };
    case 'array':
      return { arrayValue: { values: value.values.map(anyJson) } };
    case 'kvlist':
      return { kvlistValue: { values: keyValuesJson(value.entries) } };
    case 'bytes':
      return { bytesValue: Buffer.from(value.value).toString('base64') };
    case 'empty':
      return {};
  }
}

const doubleJson = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));

export const keyValuesJson = (entries: KeyValues): unknown[] =>
  entries.map(([key, value]) => ({ key, value: anyJson(value) }));

/** The same request as {@link logsRequest} in OTLP/JSON. */
export function logsJson(blocks: readonly TestLogs[]): unknown {
  return {
    resourceLogs: blocks.map((block) => ({
      resource: { attributes: keyValuesJson(block.resource ?? []), droppedAttributesCount: block.resourceDropped },
      scopeLogs: [
        {
          scope: {
            name: block.scopeName,
            version: block.scopeVersion,
            attributes: keyValuesJson(block.scopeAttributes ?? []),
            droppedAttributesCount: block.scopeDropped,
          },
          logRecords: block.records.map((r) => ({
            timeUnixNano: r.time?.toString(),
            observedTimeUnixNano: r.observed?.toString(),
            severityNumber: r.severity,
            severityText: r.severityText,
            body: r.body === undefined ? undefined : anyJson(r.body),
            attributes: keyValuesJson(r.attributes ?? []),
            droppedAttributesCount: r.dropped,
            flags: r.flags,
            traceId: r.traceId,
            spanId: r.spanId,
            eventName: r.eventName,
          })),
          schemaUrl: block.scopeSchemaUrl,
        },
      ],
      schemaUrl: block.resourceSchemaUrl,
    })),
  };
}
