import type { NamedLabel } from '../../syntax/index.js';
import { labelPredicate } from '../label-match.js';
import { ERROR_DETAILS_LABEL, ERROR_LABEL, type LineLabels } from './line-labels.js';
import type { RunStage } from './stage.js';

/** `| drop a, b="x"`: these labels go, those with a matcher only where it matches. `__error__` is cleared by it. */
export function dropLabels(labels: readonly NamedLabel[]): RunStage {
  const drops = labels.map(({ name, matcher }) => {
    const matches = matcher ? labelPredicate({ name, ...matcher }) : undefined;
    return (line: LineLabels): void => {
      const value = valueOf(line, name);
      if (matches ? matches(value ?? '') : value !== undefined) remove(line, name);
    };
  });
  return ({ labels: line }) => {
    for (const drop of drops) drop(line);
    return true;
  };
}

function valueOf(labels: LineLabels, name: string): string | undefined {
  if (name === ERROR_LABEL) return labels.error;
  return name === ERROR_DETAILS_LABEL ? labels.errorDetails : labels.get(name);
}

function remove(labels: LineLabels, name: string): void {
  if (name === ERROR_LABEL) labels.clearError();
  else if (name === ERROR_DETAILS_LABEL) labels.clearErrorDetails();
  else labels.delete(name);
}
