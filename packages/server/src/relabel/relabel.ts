import { createHash } from 'node:crypto';
import { expandGroups, type AnchoredPattern } from '@bongsu/query/lang';

/** The actions of Prometheus' `relabel_configs`. */
export const RELABEL_ACTIONS = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;
export type RelabelAction = (typeof RELABEL_ACTIONS)[number];

/** One entry of `relabel_configs`, `metric_relabel_configs` or `alert_relabel_configs`, checked. */
export interface RelabelRule {
  readonly action: RelabelAction;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** Fully anchored; a dot matches line feeds. */
  readonly regex: AnchoredPattern;
  /** As it was written. */
  readonly regexText: string;
  readonly modulus: bigint;
  readonly targetLabel: string;
  readonly replacement: string;
}

/**
 * Applies rules in order to a label set (model/relabel of Prometheus 3). A label set to '' is removed.
 * @returns false when a rule drops the set; `labels` is then half changed and of no use.
 */
export function relabel(labels: Map<string, string>, rules: readonly RelabelRule[]): boolean {
  return rules.every((rule) => apply(labels, rule));
}

function apply(labels: Map<string, string>, rule: RelabelRule): boolean {
  const value = rule.sourceLabels.map((name) => labels.get(name) ?? '').join(rule.separator);
  switch (rule.action) {
    case 'keep':
      return rule.regex.matches(value);
    case 'drop':
      return !rule.regex.matches(value);
    case 'keepequal':
      return (labels.get(rule.targetLabel) ?? '') === value;
    case 'dropequal':
      return (labels.get(rule.targetLabel) ?? '') !== value;
    case 'replace':
      replace(labels, rule, value);
      return true;
    case 'lowercase':
      set(labels, rule.targetLabel, value.toLowerCase());
      return true;
    case 'uppercase':
      set(labels, rule.targetLabel, value.toUpperCase());
      return true;
    case 'hashmod':
      set(labels, rule.targetLabel, hashModulus(value, rule.modulus));
      return true;
    case 'labelmap':
      for (const [name, own] of [...labels]) {
        const groups = rule.regex.groups(name);
        if (groups !== undefined) set(labels, expandGroups(rule.replacement, groups, rule.regex.names), own);
      }
      return true;
    case 'labeldrop':
      for (const name of [...labels.keys()]) if (rule.regex.matches(name)) labels.delete(name);
      return true;
    case 'labelkeep':
      for (const name of [...labels.keys()]) if (!rule.regex.matches(name)) labels.delete(name);
      return true;
  }
}

function replace(labels: Map<string, string>, rule: RelabelRule, value: string): void {
  const groups = rule.regex.groups(value);
  if (groups === undefined) return;
  const target = expandGroups(rule.targetLabel, groups, rule.regex.names);
  // A target that the groups leave without a name changes nothing.
  if (target === '') return;
  set(labels, target, expandGroups(rule.replacement, groups, rule.regex.names));
}

function set(labels: Map<string, string>, name: string, value: string): void {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
}

/** The last eight bytes of the MD5, big-endian: what Prometheus shards by. */
function hashModulus(value: string, modulus: bigint): string {
  return String(createHash('md5').update(value).digest().readBigUInt64BE(8) % modulus);
}
