import type { Limit } from '@bongsu/model';

/** What one line may cost in a pipeline; a line that asks for more has an error that names the limit and its key. */
export interface PipelineLimits {
  /** Objects inside each other that `json` reads: each level is scanned for its end first, so the depth multiplies the work. */
  readonly jsonDepth: Limit;
  /** Nodes and iterations of one run of a template: templates that call each other could go on for ever. */
  readonly templateSteps: Limit;
  /** Templates that call templates. Go allows 100,000, the stack here does not. */
  readonly templateDepth: Limit;
}

/** The defaults of the configuration. */
export const PIPELINE_LIMITS: PipelineLimits = {
  jsonDepth: { key: 'limits.query.jsonDepth', value: 128, unit: 'levels' },
  templateSteps: { key: 'limits.query.templateSteps', value: 1_000_000, unit: 'steps' },
  templateDepth: { key: 'limits.query.templateDepth', value: 500, unit: 'templates' },
};
