import type { Labels } from '@bongsu/model';
import type { RelabelStep } from '../http/prometheus/targets/scrape-view.js';
import { relabel, type RelabelRule } from '../relabel/relabel.js';
import type { ScrapeConfig } from './config/scrape-config.js';
import { withDefaults } from './target-labels.js';

/** What each rule of a job makes of discovered labels, in order; a target once dropped stays dropped. */
export function relabelSteps(discovered: Labels, config: ScrapeConfig): readonly RelabelStep[] {
  const labels = new Map(Object.entries(withDefaults(discovered, config)));
  let keep = true;
  return config.relabel.map((rule) => {
    keep &&= relabel(labels, [rule]);
    const output = keep ? Object.fromEntries([...labels].sort(([a], [b]) => (a < b ? -1 : 1))) : {};
    return { rule: shown(rule), output, keep };
  });
}

/** The keys of the configuration file; those without a value are left out, as Prometheus leaves them out. */
function shown({ sourceLabels, separator, regexText, modulus, targetLabel, replacement, action }: RelabelRule) {
  return {
    ...(sourceLabels.length > 0 ? { source_labels: sourceLabels } : {}),
    ...(separator === '' ? {} : { separator }),
    regex: regexText,
    ...(modulus === 0n ? {} : { modulus: Number(modulus) }),
    ...(targetLabel === '' ? {} : { target_label: targetLabel }),
    ...(replacement === '' ? {} : { replacement }),
    action,
  };
}
