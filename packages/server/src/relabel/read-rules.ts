import { compileAnchored, type AnchoredPattern } from '@bongsu/query/lang';
import type { YamlMap, YamlNode } from '../config/yaml-node.js';
import { RELABEL_ACTIONS, type RelabelAction, type RelabelRule } from './relabel.js';

const ANYTHING = '(.*)';
const SEPARATOR = ';';
const REPLACEMENT = '$1';
const LEGACY_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** `relabel_configs`, `metric_relabel_configs` or `alert_relabel_configs`; what is wrong is reported at its line. */
export function readRelabelRules(node: YamlNode | undefined): readonly RelabelRule[] {
  return (node?.list() ?? []).flatMap((entry) => {
    const map = entry.map();
    return map === undefined ? [] : [readRule(entry, map)];
  });
}

function readRule(entry: YamlNode, map: YamlMap): RelabelRule {
  const action = readAction(map.take('action'));
  const separator = map.take('separator')?.text() ?? SEPARATOR;
  const sourceLabels = (map.take('source_labels')?.list() ?? []).map((label) => label.text());
  const regexNode = map.take('regex');
  const modulusNode = map.take('modulus');
  const modulus = BigInt(modulusNode?.integer() ?? 0);
  const targetLabel = map.take('target_label')?.text() ?? '';
  const replacement = map.take('replacement')?.text() ?? REPLACEMENT;
  map.finish();

  const needsTarget = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'].includes(action);
  if (needsTarget && targetLabel === '') entry.error(`relabel action '${action}' requires 'target_label' value`);
  if (['hashmod', 'lowercase', 'uppercase'].includes(action) && targetLabel !== '' && !LEGACY_LABEL.test(targetLabel)) {
    entry.error(`${JSON.stringify(targetLabel)} is invalid 'target_label' for ${action} action`);
  }
  if (action === 'hashmod' && modulus === 0n)
    entry.error(`relabel action 'hashmod' requires a 'modulus' of at least 1`);
  const regexText = regexNode?.text() ?? ANYTHING;
  // A field that is given its default counts as not given.
  const others = modulus !== 0n || separator !== SEPARATOR || replacement !== REPLACEMENT;
  if (['keepequal', 'dropequal'].includes(action) && (others || regexText !== ANYTHING)) {
    entry.error(`'${action}' action requires only 'source_labels' and 'target_label', and no other fields`);
  }
  if (['labeldrop', 'labelkeep'].includes(action) && (others || sourceLabels.length > 0 || targetLabel !== '')) {
    entry.error(`'${action}' action requires only 'regex', and no other fields`);
  }
  if (['lowercase', 'uppercase'].includes(action) && replacement !== REPLACEMENT) {
    entry.error(`'replacement' can not be set for ${action} action`);
  }
  return { action, separator, sourceLabels, modulus, targetLabel, replacement, regex: readRegex(regexNode), regexText };
}

/** Any case, as Prometheus takes it. */
function readAction(node: YamlNode | undefined): RelabelAction {
  if (node === undefined) return 'replace';
  const action = RELABEL_ACTIONS.find((each) => each === node.text().toLowerCase());
  if (action !== undefined) return action;
  node.error(`unknown relabel action ${JSON.stringify(node.text())}; use one of ${RELABEL_ACTIONS.join(', ')}`);
  return 'replace';
}

function readRegex(node: YamlNode | undefined): AnchoredPattern {
  const compiled = compileAnchored(node?.text() ?? ANYTHING);
  if (compiled.ok) return compiled.value;
  node!.error(compiled.error);
  return readRegex(undefined);
}
