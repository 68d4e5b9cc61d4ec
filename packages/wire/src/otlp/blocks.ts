import { type ProtobufReader, WIRE_BYTES } from '../protobuf/reader.js';
import { type ByteRange, type ResourceCache, type ResourceEntry, type ScopeEntry } from './resource.js';
import type { Tenant } from '@bongsu/model';

// The same field numbers in logs and traces: Export*ServiceRequest.resource_* = 1; Resource*.resource = 1, .scope_* = 2,
// .schema_url = 3; Scope*.scope = 1, .records = 2, .schema_url = 3.
const FIRST = (1 << 3) | WIRE_BYTES;
const SECOND = (2 << 3) | WIRE_BYTES;
const THIRD = (3 << 3) | WIRE_BYTES;

/** Receives the records of a request in their order. The cursor stands at the record's start; `end` is behind it. */
export interface RecordVisitor {
  /** Before the records of a scope. */
  block(resource: ResourceEntry, scope: ScopeEntry): void;
  /** Must leave the cursor anywhere; the walk goes on at `end`. */
  record(reader: ProtobufReader, end: number): void;
}

/**
 * Walks an Export{Logs,Trace}ServiceRequest: resource, scope, record. Encoders write a block's schema URL behind its
 * records, so each block is stepped through once for its head and once for its records.
 * @throws MalformedProtobuf when the bytes are no such message.
 */
export function walkRecords(
  reader: ProtobufReader,
  tenant: Tenant,
  resources: ResourceCache,
  visitor: RecordVisitor,
): void {
  const end = reader.buf.length;
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === FIRST) {
      const blockEnd = reader.lengthEnd(end);
      walkResource(reader, blockEnd, tenant, resources, visitor);
      reader.pos = blockEnd;
    } else reader.skip(tag, end);
  }
}

function walkResource(
  reader: ProtobufReader,
  end: number,
  tenant: Tenant,
  resources: ResourceCache,
  visitor: RecordVisitor,
): void {
  const start = reader.pos;
  const resourceRange: ByteRange = { start: 0, end: 0 };
  const schema: ByteRange = { start: 0, end: 0 };
  blockHead(reader, end, resourceRange, schema);
  const resource = resources.resource(tenant, reader, resourceRange);
  const scopeRange: ByteRange = { start: 0, end: 0 };
  const scopeSchema: ByteRange = { start: 0, end: 0 };
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag !== SECOND) {
      reader.skip(tag, end);
      continue;
    }
    const scopeEnd = reader.lengthEnd(end);
    const scopeStart = reader.pos;
    blockHead(reader, scopeEnd, scopeRange, scopeSchema);
    visitor.block(resource, resources.scope(resource, reader, schema, scopeRange, scopeSchema));
    reader.pos = scopeStart;
    while (reader.pos < scopeEnd) {
      const field = reader.uint32(scopeEnd);
      if (field === SECOND) {
        const recordEnd = reader.lengthEnd(scopeEnd);
        visitor.record(reader, recordEnd);
        reader.pos = recordEnd;
      } else reader.skip(field, scopeEnd);
    }
  }
}

/** Finds field 1 (resource or scope) and field 3 (schema URL) of a block; empty ranges when absent. */
function blockHead(reader: ProtobufReader, end: number, owner: ByteRange, schema: ByteRange): void {
  owner.start = owner.end = schema.start = schema.end = 0;
  while (reader.pos < end) {
    const tag = reader.uint32(end);
    if (tag === FIRST || tag === THIRD) {
      const range = tag === FIRST ? owner : schema;
      range.end = reader.lengthEnd(end);
      range.start = reader.pos;
      reader.pos = range.end;
    } else reader.skip(tag, end);
  }
}
