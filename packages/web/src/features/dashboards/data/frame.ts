import { type LokiLine } from '../../../api/loki-query-range.js';
import { type TraceSummary } from '../../../api/tempo-search.js';

export type FieldType = 'time' | 'number' | 'string' | 'other';

/** A column. Times are Unix milliseconds. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly values: readonly unknown[];
  readonly labels?: Readonly<Record<string, string>>;
  /** What a person reads instead of the name: the legend of a query, a rename. */
  readonly displayName?: string;
  /** Settings that a transformation gave it, over those of the panel. */
  readonly unit?: string;
}

/** Columns of one length. */
export interface Frame {
  readonly refId: string;
  readonly name?: string;
  readonly fields: readonly Field[];
}

/** A node of a graph: a service. */
export interface GraphNode {
  readonly id: string;
  readonly title: string;
  readonly mainStat: string;
  readonly secondaryStat: string;
  /** 0 to 1. */
  readonly errors: number;
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  readonly mainStat: string;
}

/** What the queries of a panel answered. */
export interface PanelData {
  readonly frames: readonly Frame[];
  readonly lines?: readonly LokiLine[];
  readonly traces?: readonly TraceSummary[];
  readonly graph?: { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };
  /** Notes of the server, each once. */
  readonly notes: readonly string[];
}

export function isNumeric(field: Field): boolean {
  return field.type === 'number';
}

export function timeField(frame: Frame): Field | undefined {
  return frame.fields.find(({ type }) => type === 'time');
}

export function rowCount(frame: Frame): number {
  return frame.fields.reduce((most, { values }) => Math.max(most, values.length), 0);
}

/** A cell as a number; null for what is none. */
export function asValue(value: unknown): number | null {
  return typeof value === 'number' && !Number.isNaN(value) ? value : null;
}
