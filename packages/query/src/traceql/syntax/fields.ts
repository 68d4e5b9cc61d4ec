import type { Intrinsic } from './ast.js';

/** Every spelling of an intrinsic and the name that answers and labels use for it. */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  duration: 'duration',
  name: 'name',
  status: 'status',
  statusMessage: 'statusMessage',
  kind: 'kind',
  rootName: 'rootName',
  rootServiceName: 'rootServiceName',
  traceDuration: 'traceDuration',
  nestedSetLeft: 'nestedSetLeft',
  nestedSetRight: 'nestedSetRight',
  nestedSetParent: 'nestedSetParent',
  parent: 'parent',
  'trace:duration': 'traceDuration',
  'trace:rootName': 'rootName',
  'trace:rootService': 'rootServiceName',
  'trace:id': 'trace:id',
  'span:duration': 'duration',
  'span:name': 'name',
  'span:kind': 'kind',
  'span:status': 'status',
  'span:statusMessage': 'statusMessage',
  'span:id': 'span:id',
  'span:parentID': 'span:parentID',
  'span:childCount': 'span:childCount',
  'event:name': 'event:name',
  'event:timeSinceStart': 'event:timeSinceStart',
  'link:traceID': 'link:traceID',
  'link:spanID': 'link:spanID',
  'instrumentation:name': 'instrumentation:name',
  'instrumentation:version': 'instrumentation:version',
};

/** What an expression is known to be before a span is looked at; `attribute` may be anything. */
export type ImpliedType = 'string' | 'int' | 'float' | 'duration' | 'bool' | 'status' | 'kind' | 'nil' | 'attribute';

export const INTRINSIC_TYPES: Readonly<Record<Intrinsic, ImpliedType>> = {
  duration: 'duration',
  name: 'string',
  status: 'status',
  statusMessage: 'string',
  kind: 'kind',
  rootName: 'string',
  rootServiceName: 'string',
  traceDuration: 'duration',
  nestedSetLeft: 'int',
  nestedSetRight: 'int',
  nestedSetParent: 'int',
  'trace:id': 'string',
  'span:id': 'string',
  'span:parentID': 'string',
  'span:childCount': 'int',
  'event:name': 'string',
  'event:timeSinceStart': 'duration',
  'link:traceID': 'string',
  'link:spanID': 'string',
  // Tempo does not say what these are.
  'instrumentation:name': 'attribute',
  'instrumentation:version': 'attribute',
  parent: 'nil',
};

/** Names of OTLP's status codes, by number. */
export const STATUS_NAMES = ['unset', 'ok', 'error'] as const;
/** Names of OTLP's span kinds, by number. */
export const KIND_NAMES = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
