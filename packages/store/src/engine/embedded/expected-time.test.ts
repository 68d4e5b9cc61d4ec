import { describe, expect, it } from 'vitest';
import { ExpectedTime, shapeOf } from './expected-time.js';

describe('ExpectedTime', () => {
  it.each<[string, readonly (readonly [number, boolean?])[], number | undefined]>([
    ['nothing seen', [], undefined],
    ['the fastest run', [[100], [20]], 20],
    ['a quarter of what was slower', [[20], [100]], 40],
    ['a run that was cut off takes no less', [[20], [100, true]], 40],
    ['a run that was cut off early says nothing', [[100], [20, true]], 100],
    ['a first run that was cut off is all that is known', [[20, true]], 20],
  ])('expects %s', (_, runs, expected) => {
    const times = new ExpectedTime();
    for (const [ms, cutOff] of runs) times.observe('x', ms, cutOff);
    expect(times.of('x')).toBe(expected);
  });

  it('forgets what was not seen for long', () => {
    const times = new ExpectedTime();
    for (let i = 0; i < 2001; i++) {
      times.observe('kept', 1);
      times.observe(`${i}`, 1);
    }
    expect([times.of('kept'), times.of('0'), times.of('2000')]).toEqual([1, undefined, 1]);
  });
});

const HOUR = 3_600_000_000_000n;
const NOW = 1_795_737_600_000_000_000n;
const statement = (sql: string, ...times: readonly bigint[]) => ({
  sql,
  params: [{ type: 'String', value: 'x' } as const, ...times.map((value) => ({ type: 'Int64', value }) as const)],
});

describe('shapeOf', () => {
  it.each([
    ['the same hour later', statement('a', NOW - HOUR, NOW), statement('a', NOW, NOW + HOUR), true],
    ['an hour with another step', statement('a', NOW - HOUR, NOW, 5n), statement('a', NOW - HOUR, NOW, HOUR), true],
    ['an hour and a day', statement('a', NOW - HOUR, NOW), statement('a', NOW - 24n * HOUR, NOW), false],
    ['other text', statement('a', NOW - HOUR, NOW), statement('b', NOW - HOUR, NOW), false],
    ['no time at all', statement('a'), statement('a'), true],
  ])('tells apart what takes differently long: %s', (_, one, other, same) => {
    expect(shapeOf(one) === shapeOf(other)).toBe(same);
  });
});
