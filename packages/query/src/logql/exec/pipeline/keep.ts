import type { NamedLabel } from '../../syntax/index.js';
import { labelPredicate } from '../label-match.js';
import { ERROR_DETAILS_LABEL, ERROR_LABEL, PRESERVE_ERROR_LABEL } from './line-labels.js';
import type { RunStage } from './stage.js';

const ALWAYS = new Set([ERROR_LABEL, ERROR_DETAILS_LABEL, PRESERVE_ERROR_LABEL]);

/** `| keep a, b=~"x"`: all other labels go, the stream's too; errors stay. */
export function keepLabels(labels: readonly NamedLabel[]): RunStage {
  const keeps = labels.map(({ name, matcher }) => ({
    name,
    matches: matcher ? labelPredicate({ name, ...matcher }) : () => true,
  }));
  return ({ labels: line }) => {
    for (const [name, value] of line.entries()) {
      if (ALWAYS.has(name) || keeps.some((keep) => keep.name === name && keep.matches(value))) continue;
      line.delete(name);
    }
    return true;
  };
}
