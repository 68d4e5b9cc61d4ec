import type { SourceRange } from '../../lang/index.js';
import { GRAMMAR } from './grammar.js';
import { buildTables, refusal } from './lalr.js';
import { scan, type RawToken } from './scan.js';

export interface Refusal {
  readonly message: string;
  readonly range: SourceRange;
  /** Where the message says that it is. */
  readonly at: number;
  /** The message says line 0. */
  readonly forgetsLine: boolean;
}

/** Made for the first query: some 50 ms. */
const tables = once(() => buildTables(GRAMMAR));

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const UNKNOWN_WORD = GRAMMAR.rules.findIndex(([left, [first]]) => left === 'literal' && first === 'IDENTIFIER');
/** The words among the literals that are no keywords. */
const KNOWN_WORDS: readonly string[] = ['minInt', 'maxInt'];

/** The first thing that Tempo's parser would complain about; `undefined` when it takes the text. */
export function tempoRefusal(source: string): Refusal | undefined {
  const tokens = scan(source);
  let read = 0;
  let first: Refusal | undefined;
  const complain = (message: string, { range, at, forgetsLine }: RawToken): void => {
    first ??= { message, range, at, forgetsLine };
  };
  const current = (): RawToken => tokens[Math.min(read, tokens.length) - 1]!;
  const message = refusal(tables(), {
    next: () => {
      read++;
      const token = current();
      if (token.fault !== undefined) complain(token.fault, token);
      return token.name;
    },
    reduced: (rule) => {
      const { text } = current();
      if (rule === UNKNOWN_WORD && !KNOWN_WORDS.includes(text)) complain(`unknown identifier: ${text}`, current());
    },
  });
  if (message !== undefined) complain(message, current());
  return first;
}
