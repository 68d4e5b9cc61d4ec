import { type Extension } from '@codemirror/state';
import { LanguageType, promQLLanguage, PromQLExtension, type PrometheusClient } from '@prometheus-io/codemirror-promql';
import { fetchLabelNames, fetchLabelValues } from '../../../api/prom-labels.js';
import { fetchMetadata } from '../../../api/prom-metadata.js';
import { fetchSeries } from '../../../api/prom-series.js';
import { quoted } from '../../../features/charts/promql.js';
import { Answers, type Scope } from './answers.js';

type Matchers = NonNullable<Parameters<PrometheusClient['labelValues']>[2]>;

/** Series that completion looks at for the values of a label; more would be no help. */
const SERIES = 2_000;

/** PromQL as Prometheus' own page has it; what is completed comes from our API. Errors are the server's to find. */
export function promql(scope: () => Scope): Extension {
  return new PromQLExtension()
    .setComplete({ remote: client(scope) })
    .activateLinter(false)
    .asExtension();
}

function client(scope: () => Scope): PrometheusClient {
  const answers = new Answers();
  const range = () => ({ start: scope().start / 1_000, end: scope().end / 1_000 });
  // Completion goes on without what could not be fetched.
  const orNone = <T>(none: T, key: string, ask: () => Promise<T>): Promise<T> =>
    answers.get(key, ask).catch(() => none);
  const values = (label: string, match?: string): Promise<string[]> =>
    orNone([], `values ${label} ${match ?? ''}`, async () => [...(await fetchLabelValues(label, range(), match))]);
  return {
    labelNames: (metric) =>
      orNone([], `labels ${metric ?? ''}`, async () => [...(await fetchLabelNames(range(), selector(metric)))]),
    labelValues: (label, metric, matchers) => values(label, selector(metric, matchers)),
    metricNames: () => values('__name__'),
    metricMetadata: () =>
      orNone({}, 'metadata', async () =>
        Object.fromEntries([...(await fetchMetadata())].map(([name, metadata]) => [name, [metadata]])),
      ),
    series: async (metric, matchers) => {
      const match = selector(metric, matchers);
      if (match === undefined) return [];
      return orNone([], `series ${match}`, async () =>
        (await fetchSeries(match, range(), SERIES)).map((labels) => new Map(Object.entries(labels))),
      );
    },
    flags: () => Promise.resolve({}),
  };
}

/** Matchers that are typed but empty would match nothing. Their values come as they stand in the query, escapes and all. */
function selector(metric?: string, matchers: Matchers = []): string | undefined {
  const inside = [
    ...(metric ? [`__name__=${quoted(metric)}`] : []),
    ...matchers
      .filter((matcher) => matcher.value !== '' && matcher.name !== '')
      .map(({ name, type, value }) => `${quoted(name)}${operatorOf(type)}"${value}"`),
  ];
  return inside.length === 0 ? undefined : `{${inside.join(',')}}`;
}

/** Types of matchers are node types of the grammar. */
function operatorOf(type: number): string {
  const node = promQLLanguage(LanguageType.PromQL).parser.nodeSet.types[type]?.name;
  return node === 'Neq' ? '!=' : node === 'EqlRegex' ? '=~' : node === 'NeqRegex' ? '!~' : '=';
}
