import type { Extraction } from '../../syntax/index.js';
import { KeyNames } from './key-names.js';
import { sanitizeLabelName } from './label-name.js';
import type { ParserHints } from './line-labels.js';
import { LogfmtScanner } from './logfmt-scanner.js';
import type { RunStage } from './stage.js';

const EQUALS = 0x3d;

export interface LogfmtOptions {
  /** A fault ends the parsing and is an error; else the pair is passed over. */
  readonly strict: boolean;
  /** Bare keys and empty values become empty labels. */
  readonly keepEmpty: boolean;
}

/** `| logfmt`: every pair becomes a label (pkg/logql/log/parser.go, `LogfmtParser`). */
export function logfmtParser({ strict, keepEmpty }: LogfmtOptions, hints: ParserHints): RunStage {
  const scanner = new LogfmtScanner();
  const names = new KeyNames(hints, sanitizeLabelName);
  return ({ line, labels }) => {
    if (labels.satisfied) return true;
    scanner.start(line);
    for (let place = 0; scanner.skipToKey(); place++) {
      const at = scanner.position;
      let key = names.guess(line, at, EQUALS, place);
      if (key !== undefined ? !scanner.readValue(at + key.key.length + 1) : !scanner.next()) {
        if (strict) break;
        continue;
      }
      key ??= names.learn(line.slice(scanner.keyStart, scanner.keyEnd), place);
      if (!key.wanted || (scanner.value === '' && !keepEmpty)) continue;
      labels.extract(key.name, wellFormed(scanner.value));
      if (labels.satisfied) break;
    }
    if (strict && scanner.fault !== undefined) labels.setParserError('LogfmtParserErr', scanner.fault);
    return true;
  };
}

/**
 * `| logfmt a, b="c"`: the values of these keys. A key that is missing, or whose value is no UTF-8, gives an empty
 * label; of a key that occurs twice the last value stays, of a label that is named twice the last key
 * (pkg/logql/log/parser.go, `LogfmtExpressionParser`). A metric query reads the line to its end, too: the empty labels
 * that stand first would satisfy its hints, at which Loki leaves the keys behind the first one empty (its issue 15190).
 */
export function logfmtExpressions(extractions: readonly Extraction[], strict: boolean): RunStage {
  const scanner = new LogfmtScanner();
  const keys = new Map(extractions.map(({ name, expression }) => [name, expression]));
  const byKey = new Map<string, string[]>();
  for (const [name, expression] of keys) byKey.set(expression, [...(byKey.get(expression) ?? []), name]);
  // A key that is nobody's expression but a label's name fills that label too.
  for (const name of keys.keys()) if (!byKey.has(name)) byKey.set(name, [name]);
  return ({ line, labels }) => {
    if (labels.satisfied) return true;
    for (const name of keys.keys()) if (labels.freeName(name) === name) labels.set(name, '');
    scanner.start(line);
    while (scanner.skipToKey()) {
      if (!scanner.next()) {
        if (strict) break;
        continue;
      }
      const wanted = byKey.get(sanitizeLabelName(line.slice(scanner.keyStart, scanner.keyEnd)));
      if (wanted === undefined) continue;
      const value = scanner.value.includes('\ufffd') ? '' : scanner.value;
      for (const name of wanted) labels.set(labels.freeName(name), value);
    }
    if (strict && scanner.fault !== undefined) labels.setParserError('LogfmtParserErr', scanner.fault);
    return true;
  };
}

/** A space for what was no UTF-8. */
const wellFormed = (value: string): string => (value.includes('\ufffd') ? value.replaceAll('\ufffd', ' ') : value);
