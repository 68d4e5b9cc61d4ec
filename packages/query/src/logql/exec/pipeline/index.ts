export { hoistLineFilters } from './hoist-line-filters.js';
export {
  ERROR_DETAILS_LABEL,
  ERROR_LABEL,
  LineLabels,
  PRESERVE_ERROR_LABEL,
  type LabelCategories,
  type ParserHints,
  type PipelineErrorKind,
} from './line-labels.js';
export { linePredicate } from './line-filter.js';
export { parserHints, whatParsersMustFind } from './parser-hints.js';
export { compilePipeline, type Pipeline } from './pipeline.js';
export { PIPELINE_LIMITS, type PipelineLimits } from './pipeline-limits.js';
export type { PipelineInput } from './stage.js';
export { compileUnwrap } from './unwrap.js';
