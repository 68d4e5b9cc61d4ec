import type { PipelineLimits } from '@bongsu/query/logql';
import type { Config } from '../config/schema.js';

/** What one line may cost in the stages of a LogQL query, by its keys. */
export function pipelineLimitsOf({
  jsonDepth,
  templateSteps,
  templateDepth,
}: Config['limits']['query']): PipelineLimits {
  return {
    jsonDepth: { key: 'limits.query.jsonDepth', value: jsonDepth, unit: 'levels' },
    templateSteps: { key: 'limits.query.templateSteps', value: templateSteps, unit: 'steps' },
    templateDepth: { key: 'limits.query.templateDepth', value: templateDepth, unit: 'templates' },
  };
}
