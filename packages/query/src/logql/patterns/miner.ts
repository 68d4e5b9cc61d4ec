/** What stands for anything in a pattern, as `|>` reads it. */
export const WILDCARD = '<_>';

/** Words of two lines of one form that must be equal for them to be of one pattern, as a share. */
const SIMILAR = 0.5;
/** Patterns tried of one form: beyond them a line joins the most similar one. */
const MAX_PER_FORM = 200;
/** Words and what parts them, in turn. */
const TOKENS = /[\s,;:="'{}[\]()|<>]+|[^\s,;:="'{}[\]()|<>]+/g;
const PARTS = /^[\s,;:="'{}[\]()|<>]/;

interface Cluster<T> {
  tokens: string[];
  readonly members: T[];
}

/**
 * Puts lines of one form together as Drain does (He et al., 2017): lines with the same separators are of one form, and
 * words in which similar lines of a form differ become wildcards.
 */
export class PatternMiner<T> {
  readonly #forms = new Map<string, Cluster<T>[]>();

  /** `text` is a line whose variable parts may be wildcards already; `member` is kept with its pattern. */
  add(text: string, member: T): void {
    const tokens = tokensOf(text);
    const form = tokens.map((token) => (isWord(token) ? '' : token)).join('\0');
    let clusters = this.#forms.get(form);
    if (clusters === undefined) this.#forms.set(form, (clusters = []));
    const [best, similarity] = mostSimilar(clusters, tokens);
    if (best !== undefined && (similarity >= SIMILAR || clusters.length >= MAX_PER_FORM)) {
      best.tokens = best.tokens.map((token, i) => (token === tokens[i] ? token : merged(token, tokens[i]!)));
      best.members.push(member);
    } else {
      clusters.push({ tokens, members: [member] });
    }
  }

  /** Each pattern once with all that was added under it. */
  patterns(): ReadonlyMap<string, readonly T[]> {
    const found = new Map<string, T[]>();
    for (const { tokens, members } of [...this.#forms.values()].flat()) {
      const pattern = tokens.join('').replace(/(<_>)+/g, WILDCARD);
      const all = found.get(pattern);
      if (all === undefined) found.set(pattern, [...members]);
      else all.push(...members);
    }
    return found;
  }
}

/** Wildcards of the text are words. */
function tokensOf(text: string): string[] {
  return text.split(WILDCARD).flatMap((part, i) => [...(i === 0 ? [] : [WILDCARD]), ...(part.match(TOKENS) ?? [])]);
}

const isWord = (token: string): boolean => token === WILDCARD || !PARTS.test(token);
const merged = (a: string, b: string): string => (isWord(a) && isWord(b) ? WILDCARD : a);

function mostSimilar<T>(clusters: readonly Cluster<T>[], tokens: readonly string[]): [Cluster<T> | undefined, number] {
  let best: Cluster<T> | undefined;
  let highest = -1;
  for (const cluster of clusters) {
    let words = 0;
    let equal = 0;
    for (let i = 0; i < tokens.length; i++) {
      if (!isWord(tokens[i]!)) continue;
      words++;
      if (cluster.tokens[i] === tokens[i]) equal++;
    }
    const similarity = words === 0 ? 1 : equal / words;
    if (similarity > highest) [best, highest] = [cluster, similarity];
  }
  return [best, highest];
}
