import { describe, expect, it } from 'vitest';
import { readYaml } from '../config/yaml-node.js';
import { readRelabelRules } from './read-rules.js';
import { relabel } from './relabel.js';

function rules(yaml: string) {
  const { root, errors } = readYaml('prometheus.yml', yaml);
  const read = readRelabelRules(root?.take('relabel_configs'));
  return { read, errors };
}

function applied(rule: string, labels: Record<string, string>): Record<string, string> | undefined {
  const { read, errors } = rules(`relabel_configs:\n  - ${rule}\n`);
  expect(errors).toEqual([]);
  const map = new Map(Object.entries(labels));
  return relabel(map, read) ? Object.fromEntries(map) : undefined;
}

describe('actions', () => {
  it.each<[string, Record<string, string>, Record<string, string> | undefined]>([
    ['{target_label: b, replacement: x}', { a: '1' }, { a: '1', b: 'x' }],
    ['{source_labels: [a], target_label: b}', { a: '1' }, { a: '1', b: '1' }],
    ['{source_labels: [a, c], target_label: b}', { a: '1', c: '2' }, { a: '1', c: '2', b: '1;2' }],
    ["{source_labels: [a, c], separator: '-', target_label: b}", { a: '1' }, { a: '1', b: '1-' }],
    [
      "{source_labels: [a], regex: '(.*):(\\d+)', target_label: b, replacement: '$2-${1}'}",
      { a: 'x:9' },
      { a: 'x:9', b: '9-x' },
    ],
    ['{source_labels: [a], regex: no, target_label: b}', { a: '1' }, { a: '1' }],
    ["{source_labels: [a], target_label: a, replacement: ''}", { a: '1', b: '2' }, { b: '2' }],
    ["{source_labels: [a], regex: '(.*)', target_label: '${1}', replacement: v}", { a: 'n' }, { a: 'n', n: 'v' }],
    ['{source_labels: [a], regex: x, action: keep}', { a: 'x' }, { a: 'x' }],
    ['{source_labels: [a], regex: x, action: keep}', { a: 'xx' }, undefined],
    ['{source_labels: [a], regex: x, action: drop}', { a: 'x' }, undefined],
    ['{source_labels: [a], regex: x, action: drop}', { a: 'y' }, { a: 'y' }],
    ['{source_labels: [a], target_label: b, action: keepequal}', { a: '1', b: '1' }, { a: '1', b: '1' }],
    ['{source_labels: [a], target_label: b, action: keepequal}', { a: '1', b: '2' }, undefined],
    ['{source_labels: [a], target_label: b, action: dropequal}', { a: '1', b: '1' }, undefined],
    ['{source_labels: [a], target_label: b, action: lowercase}', { a: 'ÄB' }, { a: 'ÄB', b: 'äb' }],
    ['{source_labels: [a], target_label: b, action: uppercase}', { a: 'äb' }, { a: 'äb', b: 'ÄB' }],
    ["{regex: '__meta_(.+)', action: labelmap}", { __meta_zone: 'z', a: '1' }, { __meta_zone: 'z', a: '1', zone: 'z' }],
    [
      "{regex: '__meta_(.+)', replacement: 'm_$1', action: labelmap}",
      { __meta_zone: 'z' },
      { __meta_zone: 'z', m_zone: 'z' },
    ],
    ["{regex: 'a|b', action: labeldrop}", { a: '1', b: '2', c: '3' }, { c: '3' }],
    ["{regex: 'a|b', action: labelkeep}", { a: '1', b: '2', c: '3' }, { a: '1', b: '2' }],
    ["{regex: a, action: labeldrop, separator: ';', replacement: $1}", { a: '1', b: '2' }, { b: '2' }],
    ['{source_labels: [a], regex: , target_label: b}', { a: '1' }, { a: '1', b: '1' }],
    ['{source_labels: [a], regex: "x.y", action: Keep}', { a: 'x\ny' }, { a: 'x\ny' }],
    // The last eight bytes of the MD5, big-endian, modulo 1000.
    ['{source_labels: [a], target_label: b, modulus: 1000, action: hashmod}', { a: 'foo' }, { a: 'foo', b: '696' }],
  ])('%s', (rule, labels, expected) => {
    expect(applied(rule, labels)).toEqual(expected);
  });
});

describe('errors name the line and the key', () => {
  it.each([
    ['{action: foo}', 'relabel_configs[0].action: unknown relabel action "foo"'],
    ['{source_labels: [a]}', "relabel_configs[0]: relabel action 'replace' requires 'target_label' value"],
    ["{regex: '(', target_label: a}", 'relabel_configs[0].regex: error parsing regexp: missing closing ): `(`'],
    [
      "{regex: '(?=a)', target_label: a}",
      'relabel_configs[0].regex: error parsing regexp: invalid or unsupported Perl syntax',
    ],
    ['{action: hashmod, target_label: a}', "relabel_configs[0]: relabel action 'hashmod' requires a 'modulus'"],
    ['{action: labeldrop, source_labels: [a]}', "'labeldrop' action requires only 'regex', and no other fields"],
    ["{action: labeldrop, regex: a, separator: ','}", "'labeldrop' action requires only 'regex', and no other fields"],
    ['{action: labelkeep, regex: a, modulus: 8}', "'labelkeep' action requires only 'regex', and no other fields"],
    ['{action: dropequal, source_labels: [a], target_label: b, replacement: c}', 'and no other fields'],
    ['{action: uppercase, source_labels: [a], target_label: b, replacement: c}', "'replacement' can not be set for"],
    ['{target_label: a, foo: 1}', 'relabel_configs[0].foo: is not a known key'],
    ['{target_label: a, source_labels: a}', 'relabel_configs[0].source_labels: must be a list'],
  ])('%s', (rule, message) => {
    const { errors } = rules(`# a comment\nrelabel_configs:\n  - ${rule}\n`);
    expect(errors[0]).toContain('prometheus.yml:3: ');
    expect(errors[0]).toContain(message);
  });
});
