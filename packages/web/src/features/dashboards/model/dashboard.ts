import { type JsonRecord } from '../../../api/json.js';
import { type Link } from '../links/read-link.js';
import { type CompilePattern } from '../patterns/pattern.js';

/** The languages that this server answers; what a dashboard calls its data sources does not matter. */
export type SourceKind = 'prometheus' | 'loki' | 'tempo';

/** What a panel or query says of its data source. */
export interface SourceRef {
  readonly type?: string;
  /** Uid or name; may hold a variable such as `$datasource` or `${DS_PROMETHEUS}`. */
  readonly uid?: string;
}

export interface Target {
  readonly refId: string;
  readonly source: SourceRef | undefined;
  readonly hidden: boolean;
  /** The query as it stands in the JSON, for what each language reads of it. */
  readonly json: JsonRecord;
}

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface FieldOverride {
  readonly matcher: { readonly id: string; readonly options: unknown };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

export interface Panel {
  /** Unique in the dashboard. Copies made by `repeat` have one of their own. */
  readonly key: string;
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: GridPos;
  readonly source: SourceRef | undefined;
  readonly targets: readonly Target[];
  readonly options: JsonRecord;
  readonly fieldDefaults: JsonRecord;
  readonly overrides: readonly FieldOverride[];
  readonly transformations: readonly JsonRecord[];
  readonly links: readonly Link[];
  readonly transparent: boolean;
  /** Least step, e.g. `30s`; may be `$__interval`-like text. */
  readonly interval: string | undefined;
  readonly maxDataPoints: number | undefined;
  /** A range of its own: `2h` looks back two hours whatever the page shows. */
  readonly timeFrom: string | undefined;
  readonly timeShift: string | undefined;
  readonly repeat: string | undefined;
  readonly repeatDirection: 'h' | 'v';
  readonly maxPerRow: number | undefined;
  /** Values of variables that hold for this panel alone: copies made by `repeat` have them. */
  readonly scoped: Readonly<Record<string, string>>;
  readonly compile: CompilePattern;
  /** The panel as it was written, before any migration. */
  readonly json: JsonRecord;
}

/** Panels under one heading; the panels before the first heading have none. */
export interface Row {
  readonly key: string;
  readonly title: string | undefined;
  readonly collapsed: boolean;
  readonly repeat: string | undefined;
  readonly scoped: Readonly<Record<string, string>>;
  readonly panels: readonly Panel[];
}

export type VariableKind =
  'query' | 'custom' | 'interval' | 'datasource' | 'constant' | 'textbox' | 'adhoc' | 'unsupported';

export interface Variable {
  readonly name: string;
  readonly kind: VariableKind;
  /** The type as written, for those that are not supported. */
  readonly type: string;
  readonly label: string;
  readonly hide: 'no' | 'label' | 'variable';
  readonly source: SourceRef | undefined;
  /** The query, or the options of the kinds that list them; an object for some data sources. */
  readonly query: unknown;
  readonly regex: string;
  readonly sort: number;
  readonly multi: boolean;
  readonly includeAll: boolean;
  readonly allValue: string | undefined;
  /** What was chosen when the dashboard was saved. */
  readonly current: readonly string[];
  /** Asked again when the time range changes, not only when the dashboard opens. */
  readonly followsRange: boolean;
  readonly auto: { readonly count: number; readonly min: string } | undefined;
}

export interface Annotation {
  readonly name: string;
  readonly enabled: boolean;
  readonly hidden: boolean;
  readonly colour: string;
  readonly source: SourceRef | undefined;
  readonly expr: string;
  readonly titleFormat: string;
  readonly textFormat: string;
  readonly step: string | undefined;
  readonly builtIn: boolean;
}

export interface DashboardLink {
  /** To an address, or to the dashboards that have all of the tags. */
  readonly kind: 'link' | 'dashboards';
  readonly title: string;
  readonly url: string;
  readonly tags: readonly string[];
  /** Values of variables, and the range, go along. */
  readonly includeVars: boolean;
  readonly keepTime: boolean;
  readonly newTab: boolean;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly rows: readonly Row[];
  readonly variables: readonly Variable[];
  readonly annotations: readonly Annotation[];
  readonly time: { readonly from: string; readonly to: string } | undefined;
  readonly refresh: string;
  readonly links: readonly DashboardLink[];
  readonly compile: CompilePattern;
  /** Types of data sources by the names that an export gave them: `DS_PROMETHEUS`. */
  readonly inputs: Readonly<Record<string, string>>;
}
