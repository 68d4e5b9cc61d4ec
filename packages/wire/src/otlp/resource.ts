import { fingerprintOf, limitExceeded, type ResourceDef, type Tenant, type TypedAttribute } from '@bongsu/model';
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from '../protobuf/reader.js';
import { validUtf8 } from '../protobuf/utf8.js';
import { AnyValueText, decodeKeyValue, INVALID_UTF8 } from './any-value.js';
import { BoundedMap } from './bounded-map.js';
import type { OtlpLimits } from './limits.js';
import { serviceOf } from './service-name.js';

/** A byte range of the request; `start === end` for an absent or empty message. */
export interface ByteRange {
  start: number;
  end: number;
}

/** A decoded Resource message, kept for as long as it is sent. */
export interface ResourceEntry {
  readonly tenant: Tenant;
  readonly attributes: readonly TypedAttribute[];
  readonly droppedAttributes: number;
  readonly service: string;
  /** `service` as UTF-8, for the row writer. */
  readonly serviceBytes: Uint8Array;
  /** Why every record of this resource is refused; '' when it is good. */
  readonly problem: string;
  /** Tells the entries of one cache apart. */
  readonly id: number;
}

/** A resource with one instrumentation scope. */
export interface ScopeEntry {
  readonly def: ResourceDef;
  readonly problem: string;
}

// Both bound memory, counted in bytes of encoded resources and scopes; decoded they take some five times that.
const RESOURCE_BYTES = 4 * 1024 * 1024;
const SCOPE_BYTES = 4 * 1024 * 1024;

// Resource.attributes = 1, .dropped_attributes_count = 2; InstrumentationScope.name = 1, .version = 2,
// .attributes = 3, .dropped_attributes_count = 4.
const RESOURCE_ATTRIBUTES = (1 << 3) | WIRE_BYTES;
const RESOURCE_DROPPED = (2 << 3) | WIRE_VARINT;
const SCOPE_NAME = (1 << 3) | WIRE_BYTES;
const SCOPE_VERSION = (2 << 3) | WIRE_BYTES;
const SCOPE_ATTRIBUTES = (3 << 3) | WIRE_BYTES;
const SCOPE_DROPPED = (4 << 3) | WIRE_VARINT;

/**
 * Decodes resources and scopes once and hands out the same definition object for the same bytes, so that the
 * `storedDay` the store sets on it is seen by the next request. Bounded; what falls out is decoded again.
 */
export class ResourceCache {
  readonly #resources = new BoundedMap<ResourceEntry>(RESOURCE_BYTES);
  readonly #scopes = new BoundedMap<ScopeEntry>(SCOPE_BYTES);
  #lastId = 0;
  readonly #value: AnyValueText;

  constructor(private readonly limits: OtlpLimits) {
    this.#value = new AnyValueText(limits.attributeDepth);
  }

  /** @throws MalformedProtobuf when the range is no Resource message. Moves the cursor. */
  resource(tenant: Tenant, reader: ProtobufReader, range: ByteRange): ResourceEntry {
    const key = `${tenant} ${reader.bytes.toString('latin1', range.start, range.end)}`;
    const known = this.#resources.get(key);
    if (known !== undefined) return known;
    const entry = this.#decodeResource(tenant, reader, range);
    this.#resources.set(key, entry);
    return entry;
  }

  /** @throws MalformedProtobuf when the scope range is no InstrumentationScope message. Moves the cursor. */
  scope(
    resource: ResourceEntry,
    reader: ProtobufReader,
    resourceSchema: ByteRange,
    scope: ByteRange,
    scopeSchema: ByteRange,
  ): ScopeEntry {
    const bytes = reader.bytes;
    const schemaKey = bytes.toString('latin1', resourceSchema.start, resourceSchema.end);
    const scopeSchemaKey = bytes.toString('latin1', scopeSchema.start, scopeSchema.end);
    const key = `${resource.id} ${schemaKey.length} ${scopeSchemaKey.length} ${schemaKey}${scopeSchemaKey}${bytes.toString('latin1', scope.start, scope.end)}`;
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    const entry = this.#decodeScope(resource, reader, resourceSchema, scope, scopeSchema);
    this.#scopes.set(key, entry);
    return entry;
  }

  #decodeResource(tenant: Tenant, reader: ProtobufReader, range: ByteRange): ResourceEntry {
    const attributes: TypedAttribute[] = [];
    let droppedAttributes = 0;
    let problem = '';
    reader.pos = range.start;
    while (reader.pos < range.end) {
      const tag = reader.uint32(range.end);
      if (tag === RESOURCE_ATTRIBUTES) {
        attributes.push(decodeKeyValue(reader, reader.lengthEnd(range.end), this.#value));
        problem ||= this.#value.problem;
      } else if (tag === RESOURCE_DROPPED) droppedAttributes = reader.uint32(range.end);
      else reader.skip(tag, range.end);
    }
    problem ||= this.#tooMany(attributes.length);
    const service = serviceOf(attributes);
    return {
      tenant,
      attributes,
      droppedAttributes,
      service,
      serviceBytes: Buffer.from(service),
      problem: problem === '' ? '' : `resource: ${problem}`,
      id: ++this.#lastId,
    };
  }

  #decodeScope(
    resource: ResourceEntry,
    reader: ProtobufReader,
    resourceSchema: ByteRange,
    scope: ByteRange,
    scopeSchema: ByteRange,
  ): ScopeEntry {
    const scopeAttributes: TypedAttribute[] = [];
    let scopeName = '';
    let scopeVersion = '';
    let scopeDroppedAttributes = 0;
    let problem = '';
    const text = (start: number, end: number): string => {
      if (!validUtf8(reader.buf, start, end)) problem ||= INVALID_UTF8;
      return reader.bytes.toString('utf8', start, end);
    };
    reader.pos = scope.start;
    while (reader.pos < scope.end) {
      const tag = reader.uint32(scope.end);
      if (tag === SCOPE_NAME || tag === SCOPE_VERSION) {
        const end = reader.lengthEnd(scope.end);
        if (tag === SCOPE_NAME) scopeName = text(reader.pos, end);
        else scopeVersion = text(reader.pos, end);
        reader.pos = end;
      } else if (tag === SCOPE_ATTRIBUTES) {
        scopeAttributes.push(decodeKeyValue(reader, reader.lengthEnd(scope.end), this.#value));
        problem ||= this.#value.problem;
      } else if (tag === SCOPE_DROPPED) scopeDroppedAttributes = reader.uint32(scope.end);
      else reader.skip(tag, scope.end);
    }
    problem ||= this.#tooMany(scopeAttributes.length);
    const content = {
      service: resource.service,
      attributes: resource.attributes,
      droppedAttributes: resource.droppedAttributes,
      schemaUrl: text(resourceSchema.start, resourceSchema.end),
      scopeName,
      scopeVersion,
      scopeAttributes,
      scopeDroppedAttributes,
      scopeSchemaUrl: text(scopeSchema.start, scopeSchema.end),
    };
    const def: ResourceDef = { ...content, fingerprint: fingerprintOf(resourceKey(content)), storedDay: undefined };
    return { def, problem: resource.problem || (problem === '' ? '' : `instrumentation scope: ${problem}`) };
  }

  #tooMany(attributes: number): string {
    const limit = this.limits.attributesPerRecord;
    return attributes > limit.value ? limitExceeded(limit, attributes) : '';
  }
}

type ResourceContent = Omit<ResourceDef, 'fingerprint' | 'storedDay'>;

/** Equal exactly when resource, scope and schema URLs are; the order of attributes does not matter. Stored hashes depend on it. */
function resourceKey(content: ResourceContent): string {
  return JSON.stringify([
    sorted(content.attributes),
    content.droppedAttributes,
    content.schemaUrl,
    content.scopeName,
    content.scopeVersion,
    sorted(content.scopeAttributes),
    content.scopeDroppedAttributes,
    content.scopeSchemaUrl,
  ]);
}

function sorted(attributes: readonly TypedAttribute[]): [string, string, string][] {
  return attributes
    .map(({ key, value, type }): [string, string, string] => [key, type, value])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
