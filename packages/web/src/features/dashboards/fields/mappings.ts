import { asArray, asNumber, asRecord, asText } from '../../../api/json.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { cssColour } from './colours.js';
import { plainText } from './plain-text.js';

export interface MappedValue {
  readonly text?: string;
  readonly colour?: string;
}

/** A value mapping: what stands for a value instead of its number. */
export interface Mapping {
  readonly matches: (value: unknown, text: string) => boolean;
  readonly result: MappedValue;
}

/** Reads Grafana's mappings of every version; one that cannot be read maps nothing. */
export function readMappings(value: unknown, compile: CompilePattern): readonly Mapping[] {
  return asArray(value).flatMap((item) => readMapping(asRecord(item), compile));
}

/** The first mapping that applies. */
export function mapped(mappings: readonly Mapping[], value: unknown): MappedValue | undefined {
  const text = plainText(value);
  return mappings.find(({ matches }) => matches(value, text))?.result;
}

function readMapping(json: Readonly<Record<string, unknown>>, compile: CompilePattern): readonly Mapping[] {
  const options = asRecord(json['options']);
  switch (json['type']) {
    case 'value':
      return Object.entries(options).map(([wanted, result]) => ({
        matches: (value, text) => value !== null && value !== undefined && text === wanted,
        result: readResult(result),
      }));
    case 'range': {
      const from = asNumber(options['from']) ?? -Infinity;
      const to = asNumber(options['to']) ?? Infinity;
      const matches = (value: unknown): boolean => typeof value === 'number' && value >= from && value <= to;
      return [{ matches, result: readResult(options['result']) }];
    }
    case 'regex': {
      const pattern = compile(asText(options['pattern']) ?? '', true);
      return pattern ? [{ matches: (_value, text) => pattern.test(text), result: readResult(options['result']) }] : [];
    }
    case 'special':
      return [{ matches: special(asText(options['match']) ?? ''), result: readResult(options['result']) }];
    // Before version 8: 1 maps a value, 2 a range.
    case 1:
    case 2:
      return [old(json)];
    default:
      return [];
  }
}

function old(json: Readonly<Record<string, unknown>>): Mapping {
  const result = readResult(json);
  if (json['type'] === 2) {
    const from = asNumber(json['from']) ?? -Infinity;
    const to = asNumber(json['to']) ?? Infinity;
    return { matches: (value) => typeof value === 'number' && value >= from && value <= to, result };
  }
  const wanted = asText(json['value']) ?? '';
  if (wanted === 'null') return { matches: special('null'), result };
  return { matches: (_value, text) => text === wanted, result };
}

function special(match: string): (value: unknown) => boolean {
  switch (match) {
    case 'null':
      return (value) => value === null || value === undefined;
    case 'nan':
      return (value) => Number.isNaN(value);
    case 'null+nan':
      return (value) => value === null || value === undefined || Number.isNaN(value);
    case 'true':
      return (value) => value === true;
    case 'false':
      return (value) => value === false;
    case 'empty':
      return (value) => value === '';
    default:
      return () => false;
  }
}

function readResult(value: unknown): MappedValue {
  const { text, color } = asRecord(value);
  const colour = cssColour(asText(color));
  const words = asText(text);
  return { ...(words === undefined ? {} : { text: words }), ...(colour === undefined ? {} : { colour }) };
}
