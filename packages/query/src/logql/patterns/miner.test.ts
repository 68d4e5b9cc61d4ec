import { expect, it } from 'vitest';
import { PatternMiner } from './miner.js';

/** The patterns of some lines, with how many lines each has. */
function mine(...lines: readonly string[]): Record<string, number> {
  const miner = new PatternMiner<string>();
  for (const line of lines) miner.add(line, line);
  return Object.fromEntries([...miner.patterns()].map(([pattern, members]) => [pattern, members.length]));
}

it.each<[string, readonly string[], Record<string, number>]>([
  ['equal lines', ['a b', 'a b'], { 'a b': 2 }],
  ['a word that differs', ['user bob logged in', 'user eve logged in'], { 'user <_> logged in': 2 }],
  ['too little in common', ['a b c', 'x y c'], { 'a b c': 1, 'x y c': 1 }],
  ['other separators', ['a b', 'a=b'], { 'a b': 1, 'a=b': 1 }],
  ['wildcards of the text', ['took <_>ms', 'took <_>ms'], { 'took <_>ms': 2 }],
  ['wildcards in a row become one', ['x <_><_> y'], { 'x <_> y': 1 }],
  [
    'fields of JSON',
    ['{"level":"info","user":"a"}', '{"level":"info","user":"b"}'],
    { '{"level":"info","user":"<_>"}': 2 },
  ],
  ['fields of logfmt', ['level=info msg=ok user=a', 'level=info msg=ok user=b'], { 'level=info msg=ok user=<_>': 2 }],
  ['letters of any script', ['주문 김 접수 완료', '주문 이 접수 완료'], { '주문 <_> 접수 완료': 2 }],
  ['an empty line', ['', ''], { '': 2 }],
])('%s', (_, lines, expected) => {
  expect(mine(...lines)).toEqual(expected);
});
