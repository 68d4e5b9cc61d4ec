export type MessageParams = Readonly<Record<string, string | number>>;

/**
 * Fills a message. `{name}` is the parameter as it is, a number in the language's own digits grouping; `{n|one|other}`
 * picks a form by the language's plural rules. A parameter that is not given stays visible as `{name}`.
 */
export function fillMessage(message: string, params: MessageParams, lang: string): string {
  return message.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, other?: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    if (one !== undefined && other !== undefined) {
      return pluralRules(lang).select(Number(value)) === 'one' ? one : other;
    }
    return typeof value === 'number' ? formatCount(value, lang) : value;
  });
}

/** Small counts read alike everywhere, and the first format of a page costs it 20 ms. */
function formatCount(value: number, lang: string): string {
  return Number.isInteger(value) && value >= 0 && value < 1_000 ? String(value) : numberFormat(lang).format(value);
}

// Making one takes longer than all else that a message costs, and a list asks for hundreds.
const pluralRules = perLanguage((lang) => new Intl.PluralRules(lang));
const numberFormat = perLanguage((lang) => new Intl.NumberFormat(lang));

export function perLanguage<T>(make: (lang: string) => T): (lang: string) => T {
  const made = new Map<string, T>();
  return (lang) => {
    const one = made.get(lang) ?? make(lang);
    made.set(lang, one);
    return one;
  };
}

/** The names a message asks for; the test holds all languages to the same set. */
export function messageParams(message: string): readonly string[] {
  return [...new Set([...message.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))].sort();
}

/** Type-level twin of {@link messageParams}: the parameters of a message become required arguments. */
export type ParamsOf<M extends string> = M extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends `${infer Name}|${string}` ? Name : Hole) | ParamsOf<Rest>
  : never;

/** The same keys in another language: a missing or a surplus one is a type error. */
export type MessagesOf<M> = Readonly<Record<keyof M, string>>;
