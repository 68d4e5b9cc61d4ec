import { nanos, type Nanos, type TypedAttribute } from '@bongsu/model';
import { parseDurationNs } from '../syntax/index.js';
import { T0, type AttributeTexts, type TestSpan } from '../testkit/span-data.js';

/** A span of a script with the names that expectations use. */
export interface NamedSpan {
  readonly label: string;
  readonly traceLabel: string;
  readonly span: TestSpan;
}

export interface SearchEval {
  readonly kind: 'search';
  readonly line: number;
  readonly options: Readonly<Record<string, string>>;
  readonly query: string;
  readonly expected: readonly string[];
}

export interface MetricsEval extends Omit<SearchEval, 'kind'> {
  readonly kind: 'range' | 'instant';
}

export type Command =
  | { readonly kind: 'load'; readonly line: number; readonly spans: readonly NamedSpan[] }
  | { readonly kind: 'clear'; readonly line: number }
  | SearchEval
  | MetricsEval;

/**
 * Reads a script. Blocks begin in the first column and go on with indented lines:
 *
 *     clear
 *     trace t1                                 spans, a child further in than its parent
 *       A at=0s for=2s service=shop name="GET /" kind=server status=error .n=5
 *         B at=1s parent=none event(name="x" at=1ms .k="v") link(trace=t2 span=C) resource.zone="eu"
 *     eval search [key=value ...] QUERY        one line per trace in order: t1: A B [count()=2] | C
 *     eval range from=0s to=1m step=15s QUERY  one line per series: {name=`x`} 1 2 _ 4
 *     eval instant from=0s to=1m QUERY         one line per series: {name=`x`} 7
 *
 * Times count from the beginning of the tests' data. `fail TEXT` expects an error. Throws on what it cannot read.
 */
export function parseScript(text: string): Command[] {
  const blocks: { line: number; head: string; body: string[] }[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '' || line.trimStart().startsWith('#')) return;
    if (line.startsWith(' ')) blocks.at(-1)!.body.push(line);
    else blocks.push({ line: i + 1, head: line.trim(), body: [] });
  });
  return blocks.map(({ line, head, body }): Command => {
    if (head === 'clear') return { kind: 'clear', line };
    const trace = /^trace (\S+)(?: id=([0-9a-f]+))?$/.exec(head);
    if (trace) return { kind: 'load', line, spans: readTrace(trace[1]!, trace[2], body, line) };
    const evaluation = /^eval (search|range|instant)((?: [a-z]+=\S+)*) (.+)$/.exec(head);
    if (!evaluation) throw new Error(`line ${line}: ${head}`);
    const options = Object.fromEntries(
      evaluation[2]!
        .trim()
        .split(' ')
        .filter((o) => o !== '')
        .map((o) => o.split('=', 2) as [string, string]),
    );
    const kind = evaluation[1] as 'search';
    return { kind, line, options, query: evaluation[3]!, expected: body.map((b) => b.trim()) };
  });
}

/** Nanoseconds of `1.5s` or `-2ms`. */
export function spanOfTime(text: string): bigint {
  const negative = text.startsWith('-');
  const parsed = parseDurationNs(negative ? text.slice(1) : text);
  if (!parsed.ok) throw new Error(parsed.error);
  return negative ? -parsed.value : parsed.value;
}

export const timeAt = (text: string): Nanos => nanos(T0 + spanOfTime(text));

/** Ids of traces by their names: the same name is the same trace in one script. */
export const traceIdOf = (label: string): string => `7${Buffer.from(label).toString('hex')}`.padStart(32, '0');
export const spanIdOf = (label: string): string => Buffer.from(label).toString('hex').padStart(16, '0');

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

function readTrace(label: string, id: string | undefined, lines: readonly string[], line: number): NamedSpan[] {
  const open: { indent: number; id: string }[] = [];
  return lines.map((text, i): NamedSpan => {
    const indent = text.length - text.trimStart().length;
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    const [name, ...words] = splitWords(text.trim());
    const fields = readFields(words, line + 1 + i);
    const spanId = fields.text('id') ?? spanIdOf(name!);
    const given = fields.text('parent');
    const parent = given === undefined ? open.at(-1)?.id : given === 'none' ? undefined : spanIdOf(given);
    open.push({ indent, id: spanId });
    const start = timeAt(fields.text('at') ?? '0s');
    return {
      label: name!,
      traceLabel: label,
      span: {
        trace: id ?? traceIdOf(label),
        span: spanId,
        ...(parent === undefined ? {} : { parent }),
        start,
        duration: spanOfTime(fields.text('for') ?? '1ms'),
        name: fields.text('name') ?? name!,
        kind: KINDS.indexOf(fields.text('kind') ?? 'internal'),
        status: STATUSES.indexOf(fields.text('status') ?? 'unset'),
        statusMessage: fields.text('message') ?? '',
        traceState: fields.text('state') ?? '',
        attributes: fields.attributes('.'),
        resource: {
          service: fields.text('service') ?? 'svc',
          attributes: fields.attributes('resource.'),
          ...(fields.text('scope') === undefined ? {} : { scopeName: fields.text('scope')! }),
          scopeAttributes: fields.attributes('scope.'),
        },
        events: fields.groups('event').map((e) => ({
          ts: nanos(start + spanOfTime(e.text('at') ?? '0s')),
          name: e.text('name') ?? '',
          attributes: typedOf(e.attributes('.')),
          droppedAttributes: 0,
        })),
        links: fields.groups('link').map((l) => ({
          traceId: traceIdOf(l.text('trace') ?? label),
          spanId: spanIdOf(l.text('span') ?? ''),
          traceState: '',
          flags: 0,
          attributes: typedOf(l.attributes('.')),
          droppedAttributes: 0,
        })),
      },
    };
  });
}

const typedOf = (texts: AttributeTexts): TypedAttribute[] =>
  Object.entries(texts).map(([key, value]) => ({ key, type: value[0]!, value: value.slice(2) }));

/** Words at blanks outside of quotes, brackets and parentheses. */
function splitWords(text: string): string[] {
  return text.match(/(?:"(?:[^"\\]|\\.)*"|\((?:"(?:[^"\\]|\\.)*"|[^()"])*\)|\[[^\]]*\]|[^\s"([])+/g) ?? [];
}

interface Fields {
  text(key: string): string | undefined;
  attributes(prefix: string): AttributeTexts;
  groups(name: string): Fields[];
}

function readFields(words: readonly string[], line: number): Fields {
  const unquoted = (value: string): string => (value.startsWith('"') ? (JSON.parse(value) as string) : value);
  const pairs = words
    .filter((word) => !/^(?:event|link)\(/.test(word))
    .map((word): [string, string] => {
      const at = word.indexOf('=');
      if (at < 0) throw new Error(`line ${line}: ${word} has no value`);
      return [word.slice(0, at), word.slice(at + 1)];
    });
  return {
    text: (key) => {
      const value = pairs.find(([k]) => k === key)?.[1];
      return value === undefined ? undefined : unquoted(value);
    },
    attributes: (prefix) =>
      Object.fromEntries(
        pairs.filter(([k]) => k.startsWith(prefix)).map(([k, value]) => [k.slice(prefix.length), attributeText(value)]),
      ),
    groups: (name) =>
      words
        .filter((word) => word.startsWith(`${name}(`))
        .map((word) => readFields(splitWords(word.slice(name.length + 1, -1)), line)),
  };
}

/** `5` is an int, `5.0` a double, `true` a bool, `[...]` an array, `nothing` an empty value, the rest is text. */
function attributeText(value: string): string {
  if (/^-?\d+$/.test(value)) return `i:${value}`;
  if (/^-?\d+\.\d+$|^NaN$|^-?Infinity$/.test(value)) return `d:${value}`;
  if (value === 'true' || value === 'false') return `b:${value}`;
  if (value.startsWith('[')) return `a:${value}`;
  if (value === 'nothing') return 'n:';
  return `s:${value.startsWith('"') ? (JSON.parse(value) as string) : value}`;
}
