import { ok, type Nanos, type Result, type Tenant, type TypedAttribute } from '@bongsu/model';
import { and, call, col, infix, param, RESOURCES, type Expr, type Select } from '../sql/index.js';
import { POINT_READ } from './point-read.js';
import type { ResourceRow } from './resource-row.js';
import type { QueryFailure, SqlRunner } from './sql-runner.js';
import { daysWithin } from './time-bounds.js';

/** Fingerprints in one statement: their text stays far below the engine's bound of 256 KiB. */
const AT_ONCE = 2000;

/** Whose resources, of the days that overlap [start, end). */
export interface ResourceScope {
  readonly tenant: Tenant;
  readonly start: Nanos;
  readonly end: Nanos;
}

/** Resources by fingerprint. Fingerprint 0 means none. */
export async function readResources(
  scope: ResourceScope,
  fingerprints: Iterable<string>,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<ReadonlyMap<string, ResourceRow>, QueryFailure>> {
  const found = new Map<string, ResourceRow>();
  const wanted: string[] = [];
  for (const fingerprint of new Set(fingerprints)) {
    const known = runner.resources?.get(fingerprint);
    if (known) found.set(fingerprint, known);
    else if (fingerprint !== '0') wanted.push(fingerprint);
  }
  for (let i = 0; i < wanted.length; i += AT_ONCE) {
    const some = param('Array(UInt64)', wanted.slice(i, i + AT_ONCE));
    const rows = await readInto(found, scope, some, runner, signal);
    if (!rows.ok) return rows;
  }
  return ok(found);
}

async function readInto(
  found: Map<string, ResourceRow>,
  scope: ResourceScope,
  fingerprints: Expr,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<void, QueryFailure>> {
  const where = and([
    infix(col('tenant'), '=', param('String', scope.tenant)),
    daysWithin('day', scope.start, scope.end),
    infix(col('fingerprint'), 'IN', fingerprints),
  ])!;
  const rows = await runner.rows({ ...SELECT, where }, signal);
  if (!rows.ok) return rows;
  for (const row of rows.value) {
    const resource = resourceOf(row);
    found.set(resource.fingerprint, resource);
    runner.resources?.put(resource.fingerprint, resource);
  }
  return ok(undefined);
}

const SELECT: Omit<Select, 'where'> = {
  columns: [
    col('fingerprint'),
    col('service'),
    call('mapKeys', col('attributes')),
    call('mapValues', col('attributes')),
    col('attribute_types'),
    col('dropped_attributes'),
    col('schema_url'),
    col('scope_name'),
    col('scope_version'),
    call('mapKeys', col('scope_attributes')),
    call('mapValues', col('scope_attributes')),
    col('scope_attribute_types'),
    col('scope_dropped_attributes'),
    col('scope_schema_url'),
  ].map((expr) => ({ expr })),
  from: { kind: 'table', name: RESOURCES.name },
  limitBy: { limit: 1, by: [col('fingerprint')] },
  settings: POINT_READ,
};

type Columns = [
  fingerprint: string,
  service: string,
  keys: string[],
  values: string[],
  types: string,
  dropped: number,
  schemaUrl: string,
  scopeName: string,
  scopeVersion: string,
  scopeKeys: string[],
  scopeValues: string[],
  scopeTypes: string,
  scopeDropped: number,
  scopeSchemaUrl: string,
];

function resourceOf(row: readonly unknown[]): ResourceRow {
  const c = row as Columns;
  return {
    fingerprint: c[0],
    service: c[1],
    attributes: typedAttributes(c[2], c[3], c[4]),
    droppedAttributes: c[5],
    schemaUrl: c[6],
    scopeName: c[7],
    scopeVersion: c[8],
    scopeAttributes: typedAttributes(c[9], c[10], c[11]),
    scopeDroppedAttributes: c[12],
    scopeSchemaUrl: c[13],
  };
}

/** Attributes from a map's keys and values and its type letters, in map order. A missing letter means a string. */
export function typedAttributes(keys: readonly string[], values: readonly string[], types: string): TypedAttribute[] {
  return keys.map((key, i) => ({ key, value: values[i]!, type: types[i] ?? 's' }));
}
