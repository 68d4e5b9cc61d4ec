import { expect, it } from 'vitest';
import { fieldTypeOf } from './field-type.js';

it.each([
  ['200', 'int'],
  ['-3', 'int'],
  ['1.5', 'float'],
  ['1e3', 'float'],
  ['99999999999999999999', 'float'],
  ['+Inf', 'float'],
  ['1_000.5', 'float'],
  ['true', 'boolean'],
  ['F', 'boolean'],
  ['1m30s', 'duration'],
  ['250ms', 'duration'],
  ['10KB', 'bytes'],
  ['1.5 MiB', 'bytes'],
  ['.5k', 'bytes'],
  ['', 'string'],
  ['GET', 'string'],
  ['10 apples', 'string'],
  ['2026-01-02T03:04:05Z', 'string'],
])('%j is of type %s', (value, type) => {
  expect(fieldTypeOf(value)).toBe(type);
});
