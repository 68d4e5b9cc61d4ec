import type { Result } from '@bongsu/model';
import { nanos } from '@bongsu/model';
import { GoMap, GoTemplate, type MapEntries } from '../../../lang/go-template/index.js';
import { ERROR_DETAILS_LABEL, ERROR_LABEL, type LineLabels } from './line-labels.js';
import type { PipelineLimits } from './pipeline-limits.js';
import type { LineState } from './stage.js';
import { templateFunctions, type TemplateLine } from './template-functions.js';

/** The template of `line_format` or `label_format`, ready to run on lines. */
export class LineTemplate {
  readonly #current: TemplateLine = { ts: nanos(0n), line: '' };
  readonly #template: GoTemplate;

  /** `name` is what errors call the template, `source` one that was checked. */
  constructor(name: 'line' | 'label', source: string) {
    const parsed = GoTemplate.parse(name, source, templateFunctions(this.#current));
    if (!parsed.ok) throw new Error(`BUG: template not checked: ${parsed.error}`);
    this.#template = parsed.value;
  }

  /** The output for a line with the labels that `data` shows. */
  run(state: LineState, data: GoMap, { templateSteps, templateDepth }: PipelineLimits): Result<string, string> {
    this.#current.ts = state.ts;
    this.#current.line = state.line;
    return this.#template.execute(data, { steps: templateSteps, depth: templateDepth });
  }

  get fieldNames(): string[] {
    return this.#template.fieldNames;
  }

  /** The label, where the template is that and nothing else. */
  get onlyLabel(): string | undefined {
    return this.#template.onlyField;
  }
}

/** The labels of a line as a template sees them, errors included. Follows the line as it changes. */
export const labelMap = (labels: LineLabels): GoMap => new GoMap('string', new LabelEntries(labels));

/** The labels as they are now. */
export const labelSnapshot = (labels: LineLabels): GoMap => {
  const entries = new Map(labels.entries());
  return new GoMap('string', { get: (name) => entries.get(name), keys: () => entries.keys() });
};

class LabelEntries implements MapEntries {
  constructor(readonly labels: LineLabels) {}

  get(name: string): string | undefined {
    if (name === ERROR_LABEL && this.labels.error !== '') return this.labels.error;
    if (name === ERROR_DETAILS_LABEL && this.labels.errorDetails !== '') return this.labels.errorDetails;
    return this.labels.get(name);
  }

  *keys(): Generator<string> {
    for (const [name] of this.labels.entries()) yield name;
  }
}
