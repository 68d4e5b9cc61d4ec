import { describe, expect, it } from 'vitest';
import { expandGroups } from './expand-groups.js';
import { compileAnchored } from './re2.js';

describe('expandGroups', () => {
  it.each([
    ['(.*):(?P<port>\\d+)', 'db:5432', '$1', 'db'],
    ['(.*):(?P<port>\\d+)', 'db:5432', '${1}x', 'dbx'],
    ['(.*):(?P<port>\\d+)', 'db:5432', '$1x', ''],
    ['(.*):(?P<port>\\d+)', 'db:5432', '$port/${port}', '5432/5432'],
    ['(.*):(?P<port>\\d+)', 'db:5432', '$$1 $9 $0', '$1  db:5432'],
    ['a(b)?', 'a', '[$1]', '[]'],
    ['a', 'a', 'no dollar at the end $', 'no dollar at the end $'],
  ])('%s on %s: %s -> %s', (pattern, value, template, expected) => {
    const compiled = compileAnchored(pattern);
    if (!compiled.ok) throw new Error(compiled.error);
    expect(expandGroups(template, compiled.value.groups(value)!, compiled.value.names)).toBe(expected);
  });
});
