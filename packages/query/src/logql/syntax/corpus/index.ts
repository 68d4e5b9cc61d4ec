import { AGGREGATIONS } from './aggregations.js';
import { EXTENSIONS } from './extensions.js';
import { FORMATS } from './formats.js';
import { LABEL_FILTERS } from './label-filters.js';
import { LEXICAL } from './lexical.js';
import { LINE_FILTERS } from './line-filters.js';
import { OPERATORS } from './operators.js';
import { PARSERS } from './parsers.js';
import { RANGES } from './ranges.js';
import { SELECTORS } from './selectors.js';
import type { Corpus } from './corpus.js';

/** Every feature's corpus, by name. */
export const CORPORA: Readonly<Record<string, Corpus>> = {
  selectors: SELECTORS,
  lexical: LEXICAL,
  'line-filters': LINE_FILTERS,
  parsers: PARSERS,
  'label-filters': LABEL_FILTERS,
  formats: FORMATS,
  ranges: RANGES,
  aggregations: AGGREGATIONS,
  operators: OPERATORS,
  extensions: EXTENSIONS,
};
