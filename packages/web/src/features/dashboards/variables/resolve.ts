import { parseAdhoc } from '../adhoc/adhoc-filter.js';
import { fetchLabelNames, fetchLabelValues } from '../../../api/prom-labels.js';
import { fetchLokiLabel } from '../../../api/loki-metric-query.js';
import { queryInstant } from '../../../api/prom-query.js';
import { fetchSeries } from '../../../api/prom-series.js';
import { fetchTags, fetchTagValues } from '../../../api/tempo-tags.js';
import { asText } from '../../../api/json.js';
import { errorMessage } from '../../../controls/notice.js';
import { type RangeMs } from '../../time-range/range.js';
import { type Dashboard, type SourceKind, type Variable } from '../model/dashboard.js';
import { isGuessed, ofReference, type SourceNames } from '../model/source-kind.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { builtins } from './builtins.js';
import { interpolate } from './interpolate.js';
import { durationText, naturalInterval, parseDurationMs } from './interval.js';
import { customOptions, filterOptions, type VariableOption } from './options.js';
import { inOrderOfUse } from './order.js';
import { type Scope, type VariableValue } from './scope.js';
import { readVariableQuery } from './variable-query.js';
import { seriesName } from '../data/legend.js';

/** What stands for all values, in the URL and in the JSON. */
export const ALL = '$__all';

/** Label values kept of one variable: more do not fit a menu. */
const MAX_OPTIONS = 2_000;

export interface ResolvedVariable {
  readonly variable: Variable;
  readonly options: readonly VariableOption[];
  /** As in the URL: {@link ALL} or values. */
  readonly chosen: readonly string[];
  /** Why there are no options. */
  readonly problem: string | undefined;
}

export interface Resolved {
  readonly variables: readonly ResolvedVariable[];
  readonly scope: Scope;
}

/** Values by variable name, from the URL. */
export type Chosen = Readonly<Record<string, readonly string[]>>;

/** Asks a data source once for the same thing; the page's cache. */
export type Ask = (
  key: readonly unknown[],
  ask: (signal: AbortSignal) => Promise<readonly string[]>,
) => Promise<readonly string[]>;

/** Gives every variable its options and its value, each after those it depends on. A variable that fails says why and holds nothing up. */
export async function resolveVariables(
  dashboard: Dashboard,
  chosen: Chosen,
  range: RangeMs,
  ask: Ask,
): Promise<Resolved> {
  const scope = new Map<string, VariableValue>(builtins({ range, maxPoints: 1_000 }, dashboard.title));
  const sources = sourceNames(dashboard, scope);
  const found = new Map<string, ResolvedVariable>();
  for (const variable of inOrderOfUse(dashboard.variables)) {
    let options: readonly VariableOption[] = [];
    let problem: string | undefined;
    try {
      options = await optionsOf(variable, scope, sources, range, ask, dashboard.compile);
    } catch (error) {
      problem = errorMessage(error);
    }
    if (variable.regex !== '' && dashboard.compile(variable.regex, true) === undefined) {
      problem ??= `RE2: ${variable.regex}`;
    }
    const values = chosenOf(variable, options, chosen[variable.name], scope);
    found.set(variable.name, { variable, options, chosen: values, problem });
    scope.set(
      variable.name,
      variable.kind === 'adhoc' ? adhocOf(variable, values, sources) : valueOf(variable, options, values, range),
    );
  }
  return { variables: dashboard.variables.flatMap(({ name }) => found.get(name) ?? []), scope };
}

/** Types of data sources by the names of variables and of the inputs of an export. */
export function sourceNames(dashboard: Dashboard, scope: Scope): SourceNames {
  const variables = new Map(dashboard.variables.map((variable) => [variable.name, variable]));
  return {
    typeOf: (name) => {
      const variable = variables.get(name);
      if (variable?.kind === 'datasource') return asText(variable.query);
      return dashboard.inputs[name] ?? scope.get(name)?.values[0];
    },
  };
}

async function optionsOf(
  variable: Variable,
  scope: Scope,
  sources: SourceNames,
  range: RangeMs,
  ask: Ask,
  compile: CompilePattern,
): Promise<readonly VariableOption[]> {
  switch (variable.kind) {
    case 'custom':
      return customOptions(variable.query);
    case 'interval':
      return [
        ...(variable.auto ? [{ value: '$__auto_interval', text: 'auto' }] : []),
        ...customOptions(variable.query),
      ];
    case 'datasource': {
      // One data source of each kind: this server.
      const type = asText(variable.query) ?? '';
      return [{ value: type, text: type === '' ? 'default' : type }];
    }
    case 'query': {
      const named = variable.source && ofReference(variable.source, sources);
      const calls = readVariableQuery(variable.query);
      // `label_values(…)` is no query of a database, whatever the data source is called.
      const misnamed = named !== undefined && isGuessed(named) && calls !== undefined && calls.ask !== 'series';
      const source = named === undefined || misnamed ? { kind: 'prometheus' as const } : named;
      if (source.kind === 'unsupported') throw new Error(`data source ${source.name}`);
      const values = await queryValues(variable, source.kind, scope, range, ask);
      return filterOptions(values, variable, compile).slice(0, MAX_OPTIONS);
    }
    case 'constant':
    case 'textbox':
    case 'adhoc':
    case 'unsupported':
      return [];
  }
}

async function queryValues(
  variable: Variable,
  kind: SourceKind,
  scope: Scope,
  range: RangeMs,
  ask: Ask,
): Promise<readonly string[]> {
  const fill = (text: string): string => interpolate(text, scope, 'query');
  const seconds = { start: range.start / 1_000, end: range.end / 1_000 };
  const wanted = readVariableQuery(variable.query);
  if (!wanted) return [];
  const match = 'match' in wanted && wanted.match !== undefined ? fill(wanted.match) : undefined;
  const rangeKey = variable.followsRange ? [Math.round(range.start / 60_000), Math.round(range.end / 60_000)] : [];
  const key = (...parts: readonly unknown[]): readonly unknown[] => [
    'variable',
    kind,
    wanted.ask,
    ...parts,
    ...rangeKey,
  ];
  switch (wanted.ask) {
    case 'label_names':
      return ask(key(match), (signal) =>
        kind === 'tempo'
          ? tagNames(range, signal)
          : kind === 'loki'
            ? fetchLokiLabel(undefined, seconds, match, signal)
            : fetchLabelNames(seconds, match, signal),
      );
    case 'label_values': {
      const label = fill(wanted.label);
      return ask(key(label, match), (signal) =>
        kind === 'tempo'
          ? tagValues(label, range, signal)
          : kind === 'loki'
            ? fetchLokiLabel(label, seconds, match, signal)
            : fetchLabelValues(label, seconds, match, signal),
      );
    }
    case 'metrics': {
      const pattern = fill(wanted.pattern);
      const selector = pattern === '' ? undefined : `{__name__=~${JSON.stringify(`.*(${pattern}).*`)}}`;
      return ask(key(pattern), (signal) => fetchLabelValues('__name__', seconds, selector, signal));
    }
    case 'query_result': {
      const query = fill(wanted.query);
      return ask(key(query), async (signal) => {
        const { samples } = await queryInstant(query, seconds.end, signal);
        return samples.map(({ labels, value, time }) => `${seriesName(labels)} ${value} ${Math.round(time * 1_000)}`);
      });
    }
    case 'series':
      return ask(key(fill(wanted.match)), async (signal) =>
        (await fetchSeries(fill(wanted.match), seconds, MAX_OPTIONS, signal)).map(seriesName),
      );
  }
}

/** Names as TraceQL writes them: `resource.service.name`, `name`. */
async function tagNames(range: RangeMs, signal: AbortSignal): Promise<readonly string[]> {
  const scopes = await fetchTags(range, signal);
  return scopes.flatMap(({ name, tags }) => (name === 'intrinsic' ? tags : tags.map((tag) => `${name}.${tag}`)));
}

async function tagValues(tag: string, range: RangeMs, signal: AbortSignal): Promise<readonly string[]> {
  return (await fetchTagValues(tag, { ...range, limit: MAX_OPTIONS }, signal)).map(({ value }) => value);
}

/** From the URL, else as saved while it still exists, else All where it may be, else the first. */
function chosenOf(
  variable: Variable,
  options: readonly VariableOption[],
  fromUrl: readonly string[] | undefined,
  scope: Scope,
): readonly string[] {
  if (fromUrl !== undefined && fromUrl.length > 0) return fromUrl.map((value) => (value === 'All' ? ALL : value));
  const saved = variable.current.map((value) => interpolate(value, scope, 'text'));
  switch (variable.kind) {
    case 'textbox':
    case 'constant':
    case 'adhoc':
      return saved;
    case 'datasource':
      return options.map(({ value }) => value);
    default: {
      const known = new Set(options.map(({ value }) => value));
      const still = saved.filter((value) => known.has(value) || (value === ALL && variable.includeAll));
      if (still.length > 0) return variable.multi ? still : still.slice(0, 1);
      if (variable.includeAll) return [ALL];
      return options.slice(0, 1).map(({ value }) => value);
    }
  }
}

function adhocOf(variable: Variable, chosen: readonly string[], sources: SourceNames): VariableValue {
  const source = (variable.source && ofReference(variable.source, sources)) ?? { kind: 'prometheus' as const };
  const filters = chosen.flatMap((text) => parseAdhoc(text) ?? []);
  return {
    values: [],
    several: true,
    ...(source.kind === 'unsupported' ? {} : { adhoc: { kind: source.kind, filters } }),
  };
}

function valueOf(
  variable: Variable,
  options: readonly VariableOption[],
  chosen: readonly string[],
  range: RangeMs,
): VariableValue {
  const several = variable.multi || variable.includeAll;
  if (chosen.includes(ALL)) {
    if (variable.allValue !== undefined) return { values: [variable.allValue], text: 'All', several, verbatim: true };
    const all = options.map(({ value }) => value);
    // Nothing known yet: everything matches rather than nothing.
    return all.length === 0
      ? { values: ['.*'], text: 'All', several, verbatim: true }
      : { values: all, text: 'All', several };
  }
  if (variable.kind === 'interval') {
    const [value = '1m'] = chosen;
    if (value !== '$__auto_interval' && value !== 'auto') return { values: [value], several: false, verbatim: true };
    const { count, min } = variable.auto ?? { count: 30, min: '10s' };
    const step = Math.max(naturalInterval((range.end - range.start) / count), parseDurationMs(min) ?? 10_000);
    return { values: [durationText(step)], text: 'auto', several: false, verbatim: true };
  }
  const texts = chosen.map((value) => options.find((option) => option.value === value)?.text ?? value);
  const verbatim = variable.kind === 'textbox' || variable.kind === 'constant';
  return { values: chosen, text: texts.join(' + '), several, ...(verbatim ? { verbatim } : {}) };
}
