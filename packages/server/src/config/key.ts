import { durationMs, ok, type DurationMs, type Result } from '@bongsu/model';
import * as v from 'valibot';
import { DURATION_FORMS, parseDuration } from './duration.js';
import { parseSize, SIZE_FORMS } from './size.js';

/** What a flag, the environment or a YAML scalar can hold. */
export type Raw = string | number | boolean | readonly (string | number | boolean)[];

/** What the documentation, the error messages and the environment names of a key are made from. */
export interface KeyInfo {
  /** As a person would write it in YAML. */
  readonly default: Raw;
  readonly doc: string;
  /** What the value counts, or the words it may be. */
  readonly allowed: string;
}

type Parse<T> = (raw: Raw) => Result<T, string>;

/** A leaf of the schema: reads all three spellings, carries its own documentation. */
function key<T>(info: KeyInfo, parse: Parse<T>) {
  return v.optional(
    v.pipe(
      v.custom<Raw>((input) => input !== null && (typeof input !== 'object' || Array.isArray(input)), info.allowed),
      v.rawTransform<Raw, T>(({ dataset, addIssue, NEVER }) => {
        const parsed = parse(dataset.value);
        if (parsed.ok) return parsed.value;
        addIssue({ message: parsed.error });
        return NEVER;
      }),
      v.metadata({ key: info }),
    ),
    () => info.default,
  );
}

const word = (raw: Raw): string => (Array.isArray(raw) ? '' : String(raw)).trim();

export function text(fallback: string, doc: string) {
  const allowed = 'a text that is not empty';
  return key<string>({ default: fallback, doc, allowed }, (raw) =>
    word(raw) === '' ? { ok: false, error: `use ${allowed}` } : ok(word(raw)),
  );
}

/** A path of a URL, without a slash at its end; '' for the root. */
export function urlPath(fallback: string, doc: string) {
  const allowed = '/ or a path such as /ops/bongsu';
  return key<string>({ default: fallback, doc, allowed }, (raw) => {
    const value = word(raw);
    // Letters that need no percent sign, so that the path stands in a request as it stands here (RFC 3986, 2.3).
    return /^\/([\w.~-]+(\/[\w.~-]+)*\/?)?$/.test(value) && !/\/\.{1,2}(\/|$)/.test(value)
      ? ok(value.replace(/\/$/, ''))
      : { ok: false, error: `use ${allowed}` };
  });
}

/** Both bounds inclusive. */
export function integer(fallback: number, min: number, max: number, unit: string, doc: string) {
  const allowed = `a whole number of ${unit} from ${min} to ${max}`;
  return key<number>({ default: fallback, doc, allowed }, (raw) => {
    const value = /^\d{1,15}$/.test(word(raw)) ? Number(word(raw)) : NaN;
    return value >= min && value <= max ? ok(value) : { ok: false, error: `use ${allowed}` };
  });
}

export function onOff(fallback: 'on' | 'off', doc: string) {
  const allowed = 'on or off';
  return key<boolean>({ default: fallback, doc, allowed }, (raw) => {
    const value = word(raw).toLowerCase();
    if (value === 'on' || value === 'true') return ok(true);
    if (value === 'off' || value === 'false') return ok(false);
    return { ok: false, error: `use ${allowed}` };
  });
}

export function oneOf<const T extends string>(fallback: T, words: readonly T[], doc: string) {
  const allowed = `one of ${words.join(', ')}`;
  return key<T>({ default: fallback, doc, allowed }, (raw) => {
    const value = words.find((each) => each === word(raw));
    return value === undefined ? { ok: false, error: `use ${allowed}` } : ok(value);
  });
}

/** `min` inclusive. */
export function duration(fallback: string, min: DurationMs, doc: string) {
  return key<DurationMs>({ default: fallback, doc, allowed: DURATION_FORMS }, (raw) => {
    const parsed = parseDuration(word(raw));
    if (parsed.ok && parsed.value < min) return { ok: false, error: `use at least ${min} ms` };
    return parsed;
  });
}

/** Whole days kept, or `off` for no end. */
export function daysOrOff(fallback: string, doc: string) {
  const allowed = 'off, or a length of at least 1d such as 7d or 4w';
  return key<DurationMs | 'off'>({ default: fallback, doc, allowed }, (raw) => {
    const value = word(raw);
    if (value === 'off' || raw === false) return ok('off');
    const parsed = parseDuration(value);
    return parsed.ok && parsed.value >= 86_400_000
      ? ok(durationMs(parsed.value))
      : { ok: false, error: `use ${allowed}` };
  });
}

/** Bytes; `min` inclusive. */
export function size(fallback: string, min: number, doc: string) {
  return key<number>({ default: fallback, doc, allowed: SIZE_FORMS }, (raw) => {
    const parsed = parseSize(word(raw));
    if (parsed.ok && parsed.value < min) return { ok: false, error: `use at least ${min} bytes` };
    return parsed;
  });
}

export function sizeOrOff(fallback: string, min: number, doc: string) {
  const allowed = `off, or ${SIZE_FORMS}`;
  return key<number | 'off'>({ default: fallback, doc, allowed }, (raw) => {
    if (word(raw) === 'off' || raw === false) return ok('off');
    const parsed = parseSize(word(raw));
    if (parsed.ok && parsed.value < min) return { ok: false, error: `use off or at least ${min} bytes` };
    return parsed.ok ? parsed : { ok: false, error: `use ${allowed}` };
  });
}

/** A YAML list, or texts parted by commas. Each element must pass `check`. */
export function list(fallback: readonly string[], allowed: string, check: (element: string) => boolean, doc: string) {
  return key<readonly string[]>({ default: fallback, doc, allowed }, (raw) => {
    const elements = (Array.isArray(raw) ? raw.map(String) : word(raw).split(',')).map((each) => each.trim());
    const wanted = elements.filter((each) => each !== '');
    const bad = wanted.find((each) => !check(each));
    return bad === undefined ? ok(wanted) : { ok: false, error: `use ${allowed}; ${JSON.stringify(bad)} is not one` };
  });
}
