import type { Table } from './table.js';

export const RESOURCES: Table = {
  name: 'resources',
  signal: 'traces',
  engine: 'ReplacingMergeTree',
  comment: 'OTel resource with instrumentation scope, once per day it was used by logs or spans',
  columns: [
    { name: 'tenant', type: 'LowCardinality(String)', comment: 'X-Scope-OrgID' },
    { name: 'day', type: 'Date32', comment: 'UTC day with records of this resource' },
    { name: 'fingerprint', type: 'UInt64', comment: 'Hash of resource and scope' },
    { name: 'service', type: 'LowCardinality(String)', comment: 'service.name' },
    { name: 'attributes', type: 'Map(LowCardinality(String), String)', comment: 'Resource attributes' },
    { name: 'attribute_types', type: 'LowCardinality(String)', comment: 'A type letter per attribute' },
    { name: 'dropped_attributes', type: 'UInt32', comment: 'Attributes the sender dropped' },
    { name: 'schema_url', type: 'LowCardinality(String)', comment: 'Schema of the resource' },
    { name: 'scope_name', type: 'LowCardinality(String)', comment: 'Instrumentation scope' },
    { name: 'scope_version', type: 'LowCardinality(String)', comment: 'Version of the scope' },
    { name: 'scope_attributes', type: 'Map(LowCardinality(String), String)', comment: 'Scope attributes' },
    { name: 'scope_attribute_types', type: 'LowCardinality(String)', comment: 'A type letter per attribute' },
    { name: 'scope_dropped_attributes', type: 'UInt32', comment: 'Attributes the sender dropped' },
    { name: 'scope_schema_url', type: 'LowCardinality(String)', comment: 'Schema of the scope' },
  ],
  partitionBy: 'toYYYYMMDD(day)',
  orderBy: ['tenant', 'fingerprint', 'day'],
};
