import { expect, it } from 'vitest';
import { traceqlContext } from './traceql-context.js';

/** `^` is the cursor. */
const at = (marked: string) => traceqlContext(marked.replace('^', ''), marked.indexOf('^'));

it.each([
  ['^', { kind: 'start', from: 0 }],
  ['{ ^', { kind: 'field', from: 2 }],
  ['{ resource.serv^', { kind: 'field', from: 2 }],
  ['{ .http.stat^ }', { kind: 'field', from: 2 }],
  ['{ resource.service.name = ^', { kind: 'field-value', from: 26, quoted: false, field: 'resource.service.name' }],
  [
    '{ resource.service.name = "ga^" }',
    { kind: 'field-value', from: 27, quoted: true, field: 'resource.service.name' },
  ],
  ['{ status = er^', { kind: 'field-value', from: 11, quoted: false, field: 'status' }],
  ['{ status = error ^', { kind: 'join', from: 17 }],
  ['{ status = error && ^', { kind: 'field', from: 20 }],
  ['{ (name = "a" || ^', { kind: 'field', from: 17 }],
  ['{ } | ^', { kind: 'stage', from: 6 }],
  ['{ } | ra^', { kind: 'stage', from: 6 }],
  ['{ } | rate() by (^', { kind: 'field', from: 17 }],
  ['{ } | select(a, ^', { kind: 'field', from: 16 }],
  ['{ name = "a" }^', undefined],
  ['{ "x^', undefined],
])('%s', (marked, context) => {
  expect(at(marked)).toEqual(context);
});
