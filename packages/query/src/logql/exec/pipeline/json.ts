import type { Limit } from '@bongsu/model';
import { KeyNames } from './key-names.js';
import {
  CLOSE_BRACE,
  COLON,
  COMMA,
  JSON_FAULTS,
  OPEN_BRACE,
  QUOTE,
  closingQuote,
  labelText,
  readJsonValue,
  skipSpace,
  unescapeJson,
  type JsonSpan,
} from './json-text.js';
import { sanitizeLabelName, sanitizeNamePart } from './label-name.js';
import type { LineLabels, ParserHints } from './line-labels.js';
import type { PipelineLimits } from './pipeline-limits.js';
import type { RunStage } from './stage.js';

/**
 * `| json`: every scalar of the object becomes a label, nested names joined by `_`; arrays and null give none. What
 * was found before a fault stays. The scanner forgives what Loki's forgives (pkg/logql/log/parser.go, `JSONParser`).
 */
export function jsonParser(hints: ParserHints, { jsonDepth }: PipelineLimits): RunStage {
  const parser = new JsonObjectParser(hints, jsonDepth);
  return ({ line, labels }) => {
    if (labels.satisfied) return true;
    const fault = parser.parse(line, labels);
    if (fault !== undefined) labels.setParserError('JSONParserErr', fault);
    return true;
  };
}

/** Says that all labels were found; not a fault. */
const SATISFIED = Symbol('satisfied');
type Outcome = string | typeof SATISFIED | undefined;

class JsonObjectParser {
  readonly #keys: KeyNames;
  /** By prefix: the keys of an object that stands under it. */
  readonly #nested = new Map<string, KeyNames>();
  readonly #span: JsonSpan = { kind: 'null', start: 0, end: 0 };
  #labels!: LineLabels;
  /** Texts of the line stand for themselves. */
  #plain = false;

  constructor(
    readonly hints: ParserHints,
    readonly maxDepth: Limit,
  ) {
    this.#keys = new KeyNames(hints, (key) => sanitizeLabelName(unescapeJson(key) ?? ''));
  }

  /** Extracts the labels. @returns what is wrong with the line. */
  parse(line: string, labels: LineLabels): string | undefined {
    this.#labels = labels;
    this.#plain = !line.includes('\\') && !line.includes('\ufffd');
    const at = skipSpace(line, 0, line.length);
    if (line.charCodeAt(at) !== OPEN_BRACE) return JSON_FAULTS.object;
    const outcome = this.#object(line, at + 1, line.length, this.#keys, '', 1);
    return outcome === SATISFIED ? undefined : outcome;
  }

  /** An object's entries from behind its brace; `end` bounds the text that belongs to it. */
  #object(line: string, at: number, end: number, keys: KeyNames, prefix: string, depth: number): Outcome {
    const labels = this.#labels;
    const span = this.#span;
    at = skipSpace(line, at, end);
    if (at >= end) return JSON_FAULTS.json;
    for (let place = 0; ; place++) {
      const c = line.charCodeAt(at);
      if (c === CLOSE_BRACE) return undefined;
      if (c !== QUOTE) return JSON_FAULTS.object;
      at++;
      let key = keys.guess(line, at, QUOTE, place);
      if (key !== undefined && at + key.key.length < end) {
        at += key.key.length + 1;
      } else {
        const close = closingQuote(line, at, end);
        if (close < 0) return JSON_FAULTS.json;
        key = keys.learn(line.slice(at, close), place);
        at = close + 1;
      }
      if (key.key.includes('\\') && unescapeJson(key.key) === undefined) return JSON_FAULTS.escape;
      if (line.charCodeAt(at) !== COLON || at >= end) {
        at = skipSpace(line, at, end);
        if (at >= end || line.charCodeAt(at) !== COLON) return JSON_FAULTS.json;
      }
      const fault = readJsonValue(line, skipSpace(line, at + 1, end), end, span);
      if (fault !== undefined) return fault;
      at = span.end;
      if (span.kind === 'object') {
        const outcome = this.#nestedObject(line, span.start + 1, at, key.key, prefix, depth + 1);
        if (outcome !== undefined) return outcome;
      } else {
        if (key.wanted && span.kind !== 'null' && span.kind !== 'array') {
          const value = span.kind === 'string' ? line.slice(span.start + 1, at - 1) : line.slice(span.start, at);
          labels.extract(key.name, this.#plain || span.kind !== 'string' ? value : labelText(value));
        }
        if (labels.satisfied) return SATISFIED;
      }
      at = skipSpace(line, at, end);
      if (at >= end) return JSON_FAULTS.array;
      const after = line.charCodeAt(at);
      if (after === CLOSE_BRACE) return undefined;
      if (after !== COMMA) return JSON_FAULTS.object;
      at = skipSpace(line, at + 1, end);
      if (at >= end) return JSON_FAULTS.array;
    }
  }

  #nestedObject(line: string, at: number, end: number, rawKey: string, prefix: string, depth: number): Outcome {
    const { value, key } = this.maxDepth;
    if (depth > value) return `objects are nested deeper than ${value} levels (raise ${key})`;
    const name = join(prefix, unescapeJson(rawKey)!);
    const { required } = this.hints;
    if (required !== undefined && !required.some((wanted) => wanted.startsWith(name))) return undefined;
    let keys = this.#nested.get(name);
    if (keys === undefined) {
      keys = new KeyNames(this.hints, (key) => join(name, unescapeJson(key) ?? ''));
      // As many as a line may have; data that puts ids into keys must not fill the memory.
      if (this.#nested.size >= MAX_PREFIXES) this.#nested.clear();
      this.#nested.set(name, keys);
    }
    return this.#object(line, at, end, keys, name, depth);
  }
}

/** Kinds of nested objects whose keys are remembered. */
const MAX_PREFIXES = 256;

function join(prefix: string, key: string): string {
  if (prefix === '') return sanitizeLabelName(key);
  const part = sanitizeNamePart(key);
  return part === '' ? prefix : `${prefix}_${part}`;
}
