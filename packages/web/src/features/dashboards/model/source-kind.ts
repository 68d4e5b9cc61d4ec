import { asText } from '../../../api/json.js';
import { type Panel, type SourceKind, type SourceRef, type Target } from './dashboard.js';

/** Plugins whose queries are in one of our languages. */
const plugins: Readonly<Record<string, SourceKind>> = {
  prometheus: 'prometheus',
  'grafana-amazonprometheus-datasource': 'prometheus',
  'grafana-azureprometheus-datasource': 'prometheus',
  'victoriametrics-datasource': 'prometheus',
  'victoriametrics-metrics-datasource': 'prometheus',
  mimir: 'prometheus',
  cortex: 'prometheus',
  loki: 'loki',
  tempo: 'tempo',
};

/** `mixed` and `dashboard` are Grafana's own: the query says more. */
const open = new Set(['mixed', 'datasource', '-- Mixed --']);

export type ResolvedSource =
  | { readonly kind: SourceKind }
  /** Its own name, for the box that says why nothing is shown. */
  | {
      readonly kind: 'unsupported';
      readonly name: string;
      /** Only its name sounds so: a Prometheus that watches databases may be called `Postgres`. */
      readonly guessed?: true;
    };

/** The names of data sources a dashboard may use: variables' values, and the inputs of its export. */
export interface SourceNames {
  /** Type of a data source by the name of a variable or input. */
  readonly typeOf: (name: string) => string | undefined;
}

/**
 * Which of our APIs a query goes to: by the type that the query, or its panel, names; by what its data source is called; and
 * else by what the query looks like. The name itself never has to exist here.
 */
export function sourceOf(
  target: Target | undefined,
  panel: Pick<Panel, 'source' | 'type'>,
  names: SourceNames,
): ResolvedSource {
  for (const ref of [target?.source, panel.source]) {
    const found = ref && ofReference(ref, names);
    if (found && !(isGuessed(found) && asText(target?.json['expr']) !== undefined)) return found;
  }
  return { kind: target === undefined ? 'prometheus' : byLook(target, panel.type) };
}

/** Whether a data source is taken for one of another kind for its name alone; a query in one of our languages knows better. */
export function isGuessed(source: ResolvedSource): boolean {
  return source.kind === 'unsupported' && source.guessed === true;
}

export function ofReference(ref: SourceRef, names: SourceNames): ResolvedSource | undefined {
  const { type, uid = '' } = ref;
  if (type !== undefined && type !== '' && !open.has(type))
    return ofPlugin(type) ?? { kind: 'unsupported', name: type };
  if (uid === '' || open.has(uid)) return undefined;
  if (uid === 'grafana' || uid.startsWith('-- ')) return { kind: 'unsupported', name: uid };
  const variable = /^\$\{?(\w+)(?::\w+)?\}?$/.exec(uid)?.[1];
  if (variable !== undefined) {
    const named = names.typeOf(variable);
    if (named !== undefined) return ofPlugin(named) ?? { kind: 'unsupported', name: named };
  }
  return byName(variable ?? uid);
}

function ofPlugin(type: string): ResolvedSource | undefined {
  const kind = Object.hasOwn(plugins, type) ? plugins[type] : undefined;
  return kind && { kind };
}

/** People call a data source what it is: `Prometheus`, `DS_LOKI`, `tempo-prod`. */
function byName(name: string): ResolvedSource | undefined {
  const low = name.toLowerCase();
  const kind = (['loki', 'tempo', 'prom'] as const).find((word) => low.includes(word));
  if (kind !== undefined) return { kind: kind === 'prom' ? 'prometheus' : kind };
  const other = ['influx', 'elastic', 'mysql', 'postgres', 'graphite', 'cloudwatch', 'zabbix', 'mssql', 'testdata'];
  return other.some((word) => low.includes(word)) ? { kind: 'unsupported', name, guessed: true } : undefined;
}

function byLook({ json }: Target, panelType: string): SourceKind {
  if (panelType === 'traces' || json['queryType'] === 'traceql' || json['queryType'] === 'traceqlSearch')
    return 'tempo';
  const expr = asText(json['expr']) ?? '';
  if (panelType === 'logs' || /^\s*\{[^}]*\}\s*(\|[=~>]|!=|!~|\|\s*\w)/.test(expr)) return 'loki';
  return 'prometheus';
}
