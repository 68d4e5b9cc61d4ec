import { LineTemplate, labelMap } from './line-template.js';
import type { PipelineLimits } from './pipeline-limits.js';
import type { RunStage } from './stage.js';

/** `| line_format "..."`: the template's output becomes the line; a line it fails on stays, with TemplateFormatErr. */
export function lineFormat(source: string, limits: PipelineLimits): RunStage {
  const template = new LineTemplate('line', source);
  const { onlyLabel } = template;
  if (onlyLabel !== undefined) {
    // Loki copies the label without running the template, which sees no errors then.
    return (state) => {
      state.line = state.labels.get(onlyLabel) ?? '';
      return true;
    };
  }
  return (state) => {
    const line = template.run(state, labelMap(state.labels), limits);
    if (line.ok) state.line = line.value;
    else state.labels.setError('TemplateFormatErr', line.error);
    return true;
  };
}

/** The labels that the template reads. */
export const labelsOfLineFormat = (source: string): string[] => new LineTemplate('line', source).fieldNames;
