import { unitWords } from './units.js';

/**
 * How OTLP names become Prometheus names; the words are Prometheus' `otlp.translation_strategy`.
 * Escaping turns what is not `[a-zA-Z0-9_:]` into `_`; suffixes are the unit, `_total` and `_ratio`.
 */
export type TranslationStrategy =
  | 'UnderscoreEscapingWithSuffixes'
  | 'NoUTF8EscapingWithSuffixes'
  | 'UnderscoreEscapingWithoutSuffixes'
  | 'NoTranslation';

export const DEFAULT_TRANSLATION_STRATEGY: TranslationStrategy = 'UnderscoreEscapingWithSuffixes';

/** What of a metric's kind shows in its name: a monotonic sum, a gauge, or anything else. */
export type NamedKind = 'counter' | 'gauge' | 'other';

const escapes = (strategy: TranslationStrategy): boolean =>
  strategy === 'UnderscoreEscapingWithSuffixes' || strategy === 'UnderscoreEscapingWithoutSuffixes';

/**
 * The name of a metric family, without `_bucket`, `_sum` and `_count`. '' when nothing of the name is left: a name
 * without a single letter or digit that the strategy keeps. (Prometheus would name such a counter by its suffixes
 * alone, so that different metrics become one; here the metric is refused.)
 */
export function metricName(
  name: string,
  unit: string,
  kind: NamedKind,
  strategy: TranslationStrategy = DEFAULT_TRANSLATION_STRATEGY,
): string {
  switch (strategy) {
    case 'UnderscoreEscapingWithSuffixes':
      return escapedWithSuffixes(name, unit, kind);
    case 'UnderscoreEscapingWithoutSuffixes':
      return escapedWithoutSuffixes(name);
    case 'NoUTF8EscapingWithSuffixes':
      return name === '' ? '' : withSuffixes(name, unit, kind);
    case 'NoTranslation':
      return name;
  }
}

function escapedWithSuffixes(name: string, unit: string, kind: NamedKind): string {
  // An underscore separates too: runs of them become one.
  let tokens = name.split(/[^a-zA-Z0-9:]+/).filter((token) => token !== '');
  if (tokens.length === 0) return '';
  const words = unitWords(unit);
  let main = unitToken(words.main);
  let per = unitToken(words.per);
  if (tokens.includes(main)) main = '';
  per = per === 'per_' ? '' : withoutTrailingUnderscore(per);
  if (tokens.includes(per)) per = '';
  if (per !== '') main = withoutTrailingUnderscore(main);
  if (main !== '') tokens.push(main);
  if (per !== '') tokens.push(per);
  if (kind === 'counter') tokens = movedLast(tokens, 'total');
  if (kind === 'gauge' && unit === '1') tokens = movedLast(tokens, 'ratio');
  return startingLegally(tokens.join('_'));
}

function escapedWithoutSuffixes(name: string): string {
  const escaped = name
    .split(/[^a-zA-Z0-9:_]+/)
    .filter((token) => token !== '')
    .join('_');
  return /[^_]/.test(escaped) || escaped === name ? startingLegally(escaped) : '';
}

/** Suffixes on a name whose characters all stay: unit, `_total`, `_ratio`, each once. */
function withSuffixes(name: string, unit: string, kind: NamedKind): string {
  const words = unitWords(unit);
  const ratio = unit === '1' && kind === 'gauge';
  const total = kind === 'counter';
  // From the outside in, so that a suffix already there is found before the ones in front of it.
  let stem = name;
  if (ratio) stem = withoutSuffix(stem, 'ratio');
  if (total) stem = withoutSuffix(stem, 'total');
  if (words.per !== '') stem = withoutSuffix(stem, words.per);
  if (words.main !== '' && !stem.endsWith(words.main)) stem += `_${words.main}`;
  if (words.per !== '') stem += `_${words.per}`;
  if (total) stem += '_total';
  if (ratio) stem += '_ratio';
  return stem;
}

/** Cuts the suffix and the separator in front of it, unless nothing would be left. */
function withoutSuffix(name: string, suffix: string): string {
  const stem = name.length - suffix.length - 1;
  return name.endsWith(suffix) && stem > 0 ? name.slice(0, stem) : name;
}

function unitToken(words: string): string {
  const token = words.replace(/[^a-zA-Z0-9:]+/g, '_');
  return token.startsWith('_') ? token.slice(1) : token;
}

const withoutTrailingUnderscore = (token: string): string => (token.endsWith('_') ? token.slice(0, -1) : token);

const movedLast = (tokens: readonly string[], word: string): string[] => [
  ...tokens.filter((token) => token !== word),
  word,
];

const startingLegally = (name: string): string => (/^[0-9]/.test(name) ? `_${name}` : name);

/**
 * The name of a label; '' only for ''. A name of which nothing but underscores is left (`지역`) gets `key` in front,
 * as one with a single leading underscore does; Prometheus refuses it.
 */
export function labelName(attribute: string, strategy: TranslationStrategy = DEFAULT_TRANSLATION_STRATEGY): string {
  if (attribute === '' || !escapes(strategy)) return attribute;
  // Per code point: a character outside the BMP is one underscore.
  const escaped = attribute.replace(/[^a-zA-Z0-9_]/gu, '_');
  if (/^[0-9]/.test(escaped)) return `key_${escaped}`;
  if (/^_(?!_)/.test(escaped)) return `key${escaped}`;
  return /[^_]/.test(escaped) || escaped === attribute ? escaped : `key${escaped}`;
}

/** A label on its way into a series. */
export interface NamedValue {
  readonly key: string;
  readonly value: string;
}

/**
 * Attributes as labels. Names that become equal have their values joined with `;` in the order of the attribute names.
 * Attributes without a name are left out; empty values are kept, for the caller may still override them.
 */
export function labelsOfAttributes(
  attributes: readonly NamedValue[],
  nameOf: (attribute: string) => string,
): Map<string, string> {
  const labels = new Map<string, string>();
  const sorted = [...attributes].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const { key, value } of sorted) {
    if (key === '') continue;
    const name = nameOf(key);
    const known = labels.get(name);
    labels.set(name, known === undefined ? value : `${known};${value}`);
  }
  return labels;
}
