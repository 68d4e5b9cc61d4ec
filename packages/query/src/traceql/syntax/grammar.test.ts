import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GRAMMAR } from './grammar.js';
import { parseQuery } from './index.js';
import { tempoRefusal } from './refusal.js';

const rights = new Map<string, (readonly string[])[]>();
for (const [left, right] of GRAMMAR.rules) rights.set(left, [...(rights.get(left) ?? []), right]);

/** Rules from each symbol to tokens alone. */
const depths = new Map<string, number>();
const depthOf = (right: readonly string[]): number =>
  Math.max(...right.map((symbol) => (rights.has(symbol) ? (depths.get(symbol) ?? Infinity) : 0)));
for (let grew = true; grew;) {
  grew = false;
  for (const [left, right] of GRAMMAR.rules) {
    const depth = depthOf(right) + 1;
    grew ||= depth < (depths.get(left) ?? Infinity);
    depths.set(left, Math.min(depth, depths.get(left) ?? Infinity));
  }
}

const SAMPLES: Readonly<Record<string, string>> = {
  STRING: '"x"',
  INTEGER: '7',
  FLOAT: '1.5',
  DURATION: '2m',
  IDENTIFIER: 'maxInt',
  END_ATTRIBUTE: '',
};

/** A text of the grammar; `choices` say which rule is taken where there are several, the shortest when they are used up. */
function derive(symbol: string, choices: number[]): string {
  const all = rights.get(symbol);
  if (all === undefined) return SAMPLES[symbol] ?? symbol;
  const choice = choices.shift();
  const rule = choice === undefined ? all.toSorted((a, b) => depthOf(a) - depthOf(b))[0]! : all[choice % all.length]!;
  // Beside metrics the rules let through scalars that the parser does not.
  const right = symbol === 'maths' ? rule.map((part) => (part === 'scalar' ? 'INTEGER' : part)) : rule;
  const glue = symbol === 'attribute' || symbol === 'intrinsic' ? '' : ' ';
  return right.map((part) => derive(part, choices)).join(glue);
}

const choices = fc.array(fc.nat({ max: 1000 }), { maxLength: 40 });

it('reads every text that the rules allow', () => {
  fc.assert(
    fc.property(choices, (some) => {
      const text = derive('query', [...some]);
      expect([text, tempoRefusal(text)]).toEqual([text, undefined]);
      const query = parseQuery(text);
      expect(query.ok ? '' : query.error.message).toBe('');
    }),
    { numRuns: 2000 },
  );
});

it('reads none that they do not allow', () => {
  fc.assert(
    fc.property(choices, fc.nat(), fc.nat(), (some, from, to) => {
      const words = derive('query', [...some]).split(' ');
      words.splice(to % (words.length + 1), 0, words[from % words.length]!);
      const text = words.join(' ');
      fc.pre(tempoRefusal(text) !== undefined);
      expect(parseQuery(text).ok).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
