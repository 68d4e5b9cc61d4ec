import { err, ok, type Labels, type Result } from '@bongsu/model';

/** Name and labels of an exposed series. `labels` does not hold `__name__`. */
export interface ExposedSeries {
  readonly name: string;
  readonly labels: Labels;
}

const SPACE = 32;
const TAB = 9;
const QUOTE = 34;
const BACKSLASH = 92;
const OPEN = 123;
const CLOSE = 125;

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[a-zA-Z_][a-zA-Z0-9_]*/y;

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;

/** The index after the series (name and labels) that begins at `at`, or -1 when its labels are not closed. */
export function seriesEnd(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code === OPEN) return labelsEnd(text, i + 1, end);
    if (isBlank(code)) {
      // Blanks may stand between the name and its labels.
      let next = i;
      while (next < end && isBlank(text.charCodeAt(next))) next++;
      return text.charCodeAt(next) === OPEN ? labelsEnd(text, next + 1, end) : i;
    }
    i++;
  }
  return i;
}

function labelsEnd(text: string, at: number, end: number): number {
  let quoted = false;
  for (let i = at; i < end; i++) {
    const code = text.charCodeAt(i);
    if (quoted) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) quoted = true;
    else if (code === CLOSE) return i + 1;
  }
  return -1;
}

/**
 * Reads the text of a series: `name{l="v"}`, or with a name in any UTF-8 `{"my.name","my.label"="v"}`.
 * Errors name what was expected. The text format of Prometheus, unlike OpenMetrics, also lets commas be left out.
 */
export function parseSeries(text: string, commas: 'needed' | 'optional' = 'needed'): Result<ExposedSeries, string> {
  let at = matchEnd(NAME, text, 0);
  let name = text.slice(0, at);
  at = skipBlanks(text, at);
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  if (at < text.length) {
    if (text.charCodeAt(at) !== OPEN) return err(`expected a label set or the end of the name at ${shown(text, at)}`);
    at = skipBlanks(text, at + 1);
    while (text.charCodeAt(at) !== CLOSE) {
      const key = readName(text, at);
      if (!key.ok) return key;
      at = skipBlanks(text, key.value.end);
      if (text[at] === '=') {
        at = skipBlanks(text, at + 1);
        const value = readQuoted(text, at);
        if (!value.ok) return err(`label ${key.value.text}: ${value.error}`);
        if (Object.hasOwn(labels, key.value.text) || key.value.text === '__name__') {
          return err(`label ${key.value.text} stands twice`);
        }
        labels[key.value.text] = value.value.text;
        at = skipBlanks(text, value.value.end);
      } else {
        if (!key.value.quoted) return err(`expected = after the label name ${key.value.text}`);
        if (name !== '') return err('the metric name stands twice');
        name = key.value.text;
      }
      if (text[at] === ',') at = skipBlanks(text, at + 1);
      else if (text.charCodeAt(at) !== CLOSE && commas === 'needed')
        return err(`expected , or } at ${shown(text, at)}`);
    }
    if (at + 1 !== text.length) return err(`unexpected text after } at ${shown(text, at + 1)}`);
  }
  return name === '' ? err('a sample has no metric name') : ok({ name, labels: { ...labels } });
}

function readName(text: string, at: number): Result<{ text: string; end: number; quoted: boolean }, string> {
  if (text.charCodeAt(at) === QUOTE) {
    const quoted = readQuoted(text, at);
    if (!quoted.ok) return quoted;
    return quoted.value.text === '' ? err('a name is empty') : ok({ ...quoted.value, quoted: true });
  }
  const end = matchEnd(LABEL, text, at);
  return end === at
    ? err(`expected a label name at ${shown(text, at)}`)
    : ok({ text: text.slice(at, end), end, quoted: false });
}

/** `\\`, `\"` and `\n` are escapes; any other backslash is itself (exposition formats of Prometheus). */
function readQuoted(text: string, at: number): Result<{ text: string; end: number }, string> {
  if (text.charCodeAt(at) !== QUOTE) return err(`expected " at ${shown(text, at)}`);
  let from = at + 1;
  let out = '';
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) return ok({ text: out + text.slice(from, i), end: i + 1 });
    if (code !== BACKSLASH) continue;
    const next = text[i + 1];
    const escaped = next === 'n' ? '\n' : next === '"' || next === '\\' ? next : undefined;
    if (escaped !== undefined) {
      out += text.slice(from, i) + escaped;
      from = i + 2;
    }
    i++;
  }
  return err('a quoted text is not closed');
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function skipBlanks(text: string, at: number): number {
  let i = at;
  while (isBlank(text.charCodeAt(i))) i++;
  return i;
}

const shown = (text: string, at: number): string =>
  at >= text.length ? 'the end' : JSON.stringify(text.slice(at, at + 20));

const PLAIN_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** The text a series has in the text formats; names beyond ASCII stand in quotes. */
export function seriesText(name: string, labels: Iterable<readonly [name: string, value: string]>): string {
  const pairs = Array.from(labels, ([key, value]) => {
    const shown = PLAIN_NAME.test(key) && !key.includes(':') ? key : `"${escaped(key)}"`;
    return `${shown}="${escaped(value)}"`;
  });
  if (!PLAIN_NAME.test(name)) return `{${[`"${escaped(name)}"`, ...pairs].join(',')}}`;
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
