import { describe, expect, it } from 'vitest';
import { parseTenant } from './tenant.js';

describe('parseTenant', () => {
  it.each([
    [undefined, 'default'],
    ['', 'default'],
    ['team-a', 'team-a'],
    ["a!b_c.d*'()", "a!b_c.d*'()"],
    ['x'.repeat(150), 'x'.repeat(150)],
  ])('%j is tenant %j', (header, tenant) => {
    expect(parseTenant(header)).toEqual({ ok: true, value: tenant });
  });

  it.each(['a|b', 'a/b', '..', '.', 'x'.repeat(151), '한국', 'a b', 'a\n'])('%j is refused by name', (header) => {
    const result = parseTenant(header);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.error).toContain('X-Scope-OrgID');
  });

  it('several at once are told that one is asked for', () => {
    const error = expect.stringMatching(/^multiple org IDs present/) as string;
    expect(parseTenant('a|b')).toEqual({ ok: false, error });
  });
});
