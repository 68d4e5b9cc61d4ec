import type { Intrinsic } from './ast.js';

/** Every spelling of the intrinsics that can be compared so far. */
export const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  name: 'name',
  'span:name': 'name',
  duration: 'duration',
  'span:duration': 'duration',
  status: 'status',
  'span:status': 'status',
  statusMessage: 'statusMessage',
  'span:statusMessage': 'statusMessage',
  kind: 'kind',
  'span:kind': 'kind',
};

/** Intrinsics of the language that cannot be compared yet. */
export const LATER_INTRINSICS: ReadonlySet<string> = new Set(
  (
    'rootName rootServiceName traceDuration nestedSetLeft nestedSetRight nestedSetParent parent trace:duration ' +
    'trace:rootName trace:rootService trace:id span:id span:parentID span:childCount event:name ' +
    'event:timeSinceStart link:traceID link:spanID instrumentation:name instrumentation:version'
  ).split(' '),
);

/** Names of OTLP's status codes, by number. */
export const STATUS_NAMES = ['unset', 'ok', 'error'] as const;
/** Names of OTLP's span kinds, by number. */
export const KIND_NAMES = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
