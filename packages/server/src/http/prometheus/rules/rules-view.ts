/** An alert that is pending or firing, in the words of Prometheus' API. */
export interface ApiAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  /** RFC 3339. */
  readonly activeAt?: string;
  readonly keepFiringSince?: string;
  /** As Go's `FormatFloat(v, 'e', -1, 64)` writes it. */
  readonly value: string;
}

interface ApiRuleState {
  readonly name: string;
  /** The expression. */
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError?: string;
  /** Seconds. */
  readonly evaluationTime: number;
  /** RFC 3339. */
  readonly lastEvaluation: string;
}

export interface ApiAlertingRule extends ApiRuleState {
  readonly type: 'alerting';
  readonly state: 'firing' | 'pending' | 'inactive' | 'unknown';
  /** Seconds. */
  readonly duration: number;
  readonly keepFiringFor: number;
  readonly annotations: Readonly<Record<string, string>>;
  readonly alerts: readonly ApiAlert[];
}

export interface ApiRecordingRule extends ApiRuleState {
  readonly type: 'recording';
}

export type ApiRule = ApiAlertingRule | ApiRecordingRule;

export interface ApiRuleGroup {
  readonly name: string;
  readonly file: string;
  readonly rules: readonly ApiRule[];
  /** Seconds. */
  readonly interval: number;
  readonly limit: number;
  readonly evaluationTime: number;
  /** RFC 3339. */
  readonly lastEvaluation: string;
}

export interface AlertmanagerUrl {
  readonly url: string;
}

/** What the API shows of rules and of where alerts go. */
export interface RulesView {
  /** Sorted by file, then by name. */
  groups(): readonly ApiRuleGroup[];
  alertmanagers(): { readonly active: readonly AlertmanagerUrl[]; readonly dropped: readonly AlertmanagerUrl[] };
}

/** No rule files are loaded. */
export const NO_RULES: RulesView = { groups: () => [], alertmanagers: () => ({ active: [], dropped: [] }) };
