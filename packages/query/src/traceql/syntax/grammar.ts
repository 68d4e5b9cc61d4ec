import type { Grammar } from './lalr.js';
import { PRECEDENCE, TOKEN_ORDER } from './tokens.js';

const RELATIONS = '&& > < >> << || ~ !> !< !>> !<< !~ &> &< &>> &<< &~'.split(' ');
const ARITHMETIC = '+ - * / % ^'.split(' ');
const SUMS = '+ - * /'.split(' ');
const ORDER = '= != < <= > >='.split(' ');

/** `inner` in parentheses or joined by operators. */
const joined = (inner: string, operators: readonly string[]): string[] => [
  `( ${inner} )`,
  ...operators.map((operator) => `${inner} ${operator} ${inner}`),
];
/** With and without `by(...)`. */
const grouped = (call: string): string[] => [call, `${call} by ( fields )`];
const scoped = (scope: string, names: string): string[] => names.split(' ').map((name) => `${scope} ${name}`);

/**
 * The rules of TraceQL (pkg/traceql, expr.y). How they are cut decides what a message expects: so spansets, scalars
 * and metrics in parentheses have rules of their own beside those without.
 */
const RULES: Readonly<Record<string, readonly string[]>> = {
  query: [
    ...['stages', 'spansets', 'scalars', 'stages | metrics', 'stages | metrics seconds'],
    ...['maths', 'maths seconds', 'query hints'],
  ],
  spansets: [...joined('spansets', RELATIONS), 'enclosed'],
  enclosed: ['( stages )'],
  stages: [
    ...['spanset', 'compared', 'group', 'selected'],
    ...['spanset', 'compared', 'group', 'coalesced', 'selected'].map((stage) => `stages | ${stage}`),
  ],
  group: ['by ( expr )'],
  coalesced: ['coalesce ( )'],
  selected: ['select ( fields )'],
  field: ['old', 'attribute', 'intrinsic'],
  fields: ['field', 'fields , field'],
  numbers: ['FLOAT', 'INTEGER', 'numbers , FLOAT', 'numbers , INTEGER'],
  spanset: [...joined('spanset', RELATIONS), 'filter'],
  filter: ['{ }', '{ expr }'],
  compared: ['scalar order scalar'],
  order: ORDER,
  scalars: ['counted order counted', 'counted order literal'],
  counted: [...joined('counted', ARITHMETIC), 'enclosed-scalar'],
  'enclosed-scalar': ['( scalar-stages )'],
  'scalar-stages': ['stages | aggregate'],
  scalar: [
    ...joined('scalar', ARITHMETIC),
    ...['aggregate', 'INTEGER', 'FLOAT', 'DURATION', '- INTEGER', '- FLOAT', '- DURATION'],
  ],
  aggregate: ['count ( )', 'max ( expr )', 'min ( expr )', 'avg ( expr )', 'sum ( expr )'],
  metrics: [
    ...grouped('rate ( )'),
    ...grouped('count_over_time ( )'),
    ...['min', 'max', 'sum', 'avg', 'histogram'].flatMap((op) => grouped(`${op}_over_time ( field )`)),
    ...grouped('quantile_over_time ( field , numbers )'),
    ...['', ', INTEGER ', ', INTEGER , INTEGER , INTEGER '].map((top) => `compare ( filter ${top})`),
  ],
  second: ['topk ( INTEGER )', 'bottomk ( INTEGER )'],
  'metrics-order': ORDER,
  threshold: ['', '- '].flatMap((sign) => ['INTEGER', 'FLOAT', 'DURATION'].map((n) => `metrics-order ${sign}${n}`)),
  seconds: ['| second', 'threshold', 'seconds | second', 'seconds threshold'],
  maths: [
    ...joined('maths', SUMS),
    ...SUMS.flatMap((operator) => [`maths ${operator} scalar`, `scalar ${operator} maths`]),
    'enclosed-metrics',
  ],
  'enclosed-metrics': ['( stages | metrics )', '( stages | metrics seconds )'],
  hint: ['IDENTIFIER = literal'],
  hints: ['with ( hint-list )'],
  'hint-list': ['hint', 'hint-list , hint'],
  expr: [
    ...joined('expr', ['+', '-', '*', '/', '%', '=', '!=', '<', '<=', '>', '>=', '=~', '!~', '^', '&&', '||']),
    ...['expr != nil', 'nil != expr', 'expr = nil', 'nil = expr', 'nil != nil', 'nil = nil'],
    ...['- expr', '! expr', 'literal', 'old', 'attribute', 'intrinsic'],
  ],
  literal: [
    ...['STRING', 'INTEGER', 'FLOAT', 'true', 'false', 'DURATION', 'ok', 'error', 'unset'],
    ...['unspecified', 'internal', 'server', 'client', 'producer', 'consumer', 'IDENTIFIER'],
  ],
  old: [
    ...['duration', 'name', 'status', 'statusMessage', 'kind', 'parent', 'rootName', 'rootServiceName'],
    ...['traceDuration', 'nestedSetLeft', 'nestedSetRight', 'nestedSetParent'],
  ],
  intrinsic: [
    ...scoped('trace:', 'duration rootName rootService id'),
    ...scoped('span:', 'duration name kind status statusMessage id parentID childCount'),
    ...scoped('event:', 'name timeSinceStart'),
    ...scoped('link:', 'traceID spanID'),
    ...scoped('instrumentation:', 'name version'),
  ],
  attribute: [
    ...['.', 'resource.', 'span.', 'parent.', 'parent. resource.', 'parent. span.', 'event.', 'link.'],
    'instrumentation.',
  ].map((scope) => `${scope} IDENTIFIER END_ATTRIBUTE`),
};

export const GRAMMAR: Grammar = {
  tokens: TOKEN_ORDER,
  precedence: PRECEDENCE,
  right: ['^'],
  none: ['nil'],
  rules: Object.entries(RULES).flatMap(([left, rights]) => rights.map((right) => [left, right.split(' ')] as const)),
  start: 'query',
};
