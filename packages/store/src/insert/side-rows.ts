import {
  RowWriter,
  SERIES_ROW,
  sortedPairs,
  type DefUse,
  type EpochDay,
  type ResourceDef,
  type RowLayout,
  type SeriesDef,
  type SideRow,
  type StreamDef,
  type Tenant,
  type TypedAttribute,
} from '@bongsu/model';
import { LOG_STREAMS, METRIC_SERIES, RESOURCES } from '@bongsu/query/sql';

const ATTRIBUTES = 'Map(String, String)';

export const STREAM_ROW: RowLayout = [
  ['tenant', 'String'],
  ['day', 'Date32'],
  ['fingerprint', 'UInt64'],
  ['service', 'String'],
  ['labels', ATTRIBUTES],
];

export const RESOURCE_ROW: RowLayout = [
  ['tenant', 'String'],
  ['day', 'Date32'],
  ['fingerprint', 'UInt64'],
  ['service', 'String'],
  ['attributes', ATTRIBUTES],
  ['attribute_types', 'String'],
  ['dropped_attributes', 'UInt32'],
  ['schema_url', 'String'],
  ['scope_name', 'String'],
  ['scope_version', 'String'],
  ['scope_attributes', ATTRIBUTES],
  ['scope_attribute_types', 'String'],
  ['scope_dropped_attributes', 'UInt32'],
  ['scope_schema_url', 'String'],
];

/** How rows of one side table are written. */
export interface SideTable<D extends SideRow> {
  readonly table: string;
  readonly layout: RowLayout;
  write(row: RowWriter, tenant: Tenant, day: EpochDay, def: D): void;
}

function writeLabels(row: RowWriter, labels: Readonly<Record<string, string>>): void {
  const pairs = sortedPairs(labels);
  row.varint(pairs.length);
  for (const [name, value] of pairs) {
    row.text(name);
    row.text(value);
  }
}

function writeAttributes(row: RowWriter, attributes: readonly TypedAttribute[]): void {
  row.varint(attributes.length);
  let types = '';
  for (const { key, value, type } of attributes) {
    row.text(key);
    row.text(value);
    types += type;
  }
  row.text(types);
}

export const STREAMS_TABLE: SideTable<StreamDef> = {
  table: LOG_STREAMS.name,
  layout: STREAM_ROW,
  write(row, tenant, day, def) {
    row.text(tenant);
    row.u32(day);
    row.u64(def.fingerprint.lo, def.fingerprint.hi);
    row.text(def.service);
    writeLabels(row, def.labels);
  },
};

export const RESOURCES_TABLE: SideTable<ResourceDef> = {
  table: RESOURCES.name,
  layout: RESOURCE_ROW,
  write(row, tenant, day, def) {
    row.text(tenant);
    row.u32(day);
    row.u64(def.fingerprint.lo, def.fingerprint.hi);
    row.text(def.service);
    writeAttributes(row, def.attributes);
    row.u32(def.droppedAttributes);
    row.text(def.schemaUrl);
    row.text(def.scopeName);
    row.text(def.scopeVersion);
    writeAttributes(row, def.scopeAttributes);
    row.u32(def.scopeDroppedAttributes);
    row.text(def.scopeSchemaUrl);
  },
};

export const SERIES_TABLE: SideTable<SeriesDef> = {
  table: METRIC_SERIES.name,
  layout: SERIES_ROW,
  write(row, tenant, day, def) {
    row.text(tenant);
    row.text(def.metric);
    row.u64(def.fingerprint.lo, def.fingerprint.hi);
    row.u32(day);
    writeLabels(row, def.labels);
    row.text(def.type);
    row.text(def.unit);
    row.text(def.help);
  },
};

/** Definitions one tenant used in one batch. */
export interface SideUse<D extends SideRow> {
  readonly tenant: Tenant;
  readonly uses: readonly DefUse<D>[];
}

/** The rows a side table lacks for one commit: each (tenant, fingerprint, day) once. */
export class SideRows<D extends SideRow> {
  readonly #side: SideTable<D>;
  readonly #writer = new RowWriter(4096);
  readonly #written = new Set<string>();
  readonly #newest = new Map<D, EpochDay>();

  constructor(side: SideTable<D>, batches: readonly SideUse<D>[]) {
    this.#side = side;
    for (const { tenant, uses } of batches) for (const use of uses) this.#add(tenant, use);
  }

  #add(tenant: Tenant, { def, days }: DefUse<D>): void {
    for (const day of days) {
      // Another commit may have stored it since the decoder looked.
      if (def.storedDay === day) continue;
      const newest = this.#newest.get(def);
      if (newest === undefined || day > newest) this.#newest.set(def, day);
      const key = `${day} ${def.fingerprint.hi} ${def.fingerprint.lo} ${tenant}`;
      if (this.#written.has(key)) continue;
      this.#written.add(key);
      this.#side.write(this.#writer, tenant, day, def);
    }
  }

  get count(): number {
    return this.#written.size;
  }

  get table(): string {
    return this.#side.table;
  }

  get layout(): RowLayout {
    return this.#side.layout;
  }

  bytes(): Uint8Array {
    return this.#writer.view();
  }

  /** To be called once the rows are on disk: decoders leave these definitions out from now on. */
  markStored(): void {
    for (const [def, day] of this.#newest) def.storedDay = day;
  }
}
