import { DUPLICATE_SUFFIX, type ParserHints } from './line-labels.js';

/** A key as it stands in lines, and what it is as a label. */
export interface KeyName {
  readonly key: string;
  /** '' for a key that gives no label. */
  readonly name: string;
  /** Whether the hints could want it, under this name or with the suffix of a duplicate. */
  readonly wanted: boolean;
}

/** Keys of lines are few but for data that puts ids into keys; then the memory starts anew. */
const MAX_KEYS = 4096;

/**
 * Remembers the label names of keys. Lines of one program have the same keys in the same places, so the key that
 * stood at a place last time is compared with the text before anything is cut out of it.
 */
export class KeyNames {
  readonly #known = new Map<string, KeyName>();
  readonly #atPlace: KeyName[] = [];
  readonly #required: ReadonlySet<string> | undefined;

  constructor(
    hints: ParserHints,
    readonly nameOf: (key: string) => string,
  ) {
    this.#required = hints.required === undefined ? undefined : new Set(hints.required);
  }

  /** The key that begins at `start` of `line` and ends before the code unit `end`, as the `place`-th of the line. */
  guess(line: string, start: number, end: number, place: number): KeyName | undefined {
    const last = this.#atPlace[place];
    if (last === undefined) return undefined;
    const { key } = last;
    return line.charCodeAt(start + key.length) === end && line.startsWith(key, start) ? last : undefined;
  }

  /** The name of a key, remembered as the `place`-th of a line. */
  learn(key: string, place: number): KeyName {
    let known = this.#known.get(key);
    if (known === undefined) {
      if (this.#known.size >= MAX_KEYS) this.#known.clear();
      const name = interned(this.nameOf(key));
      const required = this.#required;
      const wanted =
        name !== '' && (required === undefined || required.has(name) || required.has(name + DUPLICATE_SUFFIX));
      known = { key: interned(key), name, wanted };
      this.#known.set(known.key, known);
    }
    if (place < MAX_KEYS) this.#atPlace[place] = known;
    return known;
  }
}

/**
 * An equal string that is not part of a line, which it would keep alive, and that the engine knows by its place: looking
 * it up in an object is several times faster.
 */
const interned = (text: string): string => Object.keys({ [text]: 0 })[0]!;
