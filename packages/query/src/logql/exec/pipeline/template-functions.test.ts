import { nanos } from '@bongsu/model';
import { expect, it } from 'vitest';
import { BUILTINS } from '../../../lang/go-template/builtins.js';
import { LINE_TEMPLATE_FUNCTIONS, checkQuery, parseQuery } from '../../syntax/index.js';
import { templateFunctions } from './template-functions.js';

it('has the functions that the check of a query knows, and no others', () => {
  const functions = templateFunctions({ ts: nanos(0n), line: '' });
  expect([...functions.keys(), ...BUILTINS.keys(), 'and', 'or'].sort()).toEqual([...LINE_TEMPLATE_FUNCTIONS].sort());
});

it.each([
  ['{a="b"} | line_format "{{.a}} {{ __line__ | ToUpper }}"', undefined],
  ['{a="b"} | line_format "{{foo}}"', 'invalid line template: template: line:1: function "foo" not defined'],
  ['{a="b"} | line_format "{{"', 'invalid line template: template: line:1: unclosed action'],
  ['{a="b"} | label_format x="{{.a"', `invalid template for label 'x': template: label:1: unclosed action`],
])('checks %s', (text, fault) => {
  const query = parseQuery(text);
  const message = query.ok ? checkQuery(query.value)?.message : undefined;
  expect(message?.replace(/^stage '.*' : /s, '')).toBe(fault);
});
