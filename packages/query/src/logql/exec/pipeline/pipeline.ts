import { assertUnreachable, nanos, type Nanos } from '@bongsu/model';
import type { Stage } from '../../syntax/index.js';
import { decolorize } from './decolorize.js';
import { dropLabels } from './drop.js';
import { hoistLineFilters } from './hoist-line-filters.js';
import { jsonExpressions } from './json-expressions.js';
import { jsonParser } from './json.js';
import { keepLabels } from './keep.js';
import { labelFormat } from './label-format.js';
import { labelFilter } from './label-filter.js';
import { lineFormat } from './line-format.js';
import { linePredicate } from './line-filter.js';
import { LineLabels, NO_HINTS, type ParserHints } from './line-labels.js';
import { logfmtExpressions, logfmtParser } from './logfmt.js';
import { patternParser } from './pattern.js';
import { PIPELINE_LIMITS, type PipelineLimits } from './pipeline-limits.js';
import { regexpParser } from './regexp.js';
import type { LineState, PipelineInput, RunStage } from './stage.js';
import { unpackParser } from './unpack.js';

/** The stages of a query, ready to run. Not for concurrent use: the outcome of a line is kept until the next. */
export interface Pipeline {
  /** Runs every stage on a line. @returns false when the line is dropped. */
  run(input: PipelineInput): boolean;
  /** The line as the stages left it. */
  readonly line: string;
  readonly labels: LineLabels;
}

/** Compiles the stages of a checked query. `hints` limits what parsers extract; without them it is everything. */
export function compilePipeline(
  stages: readonly Stage[],
  hints: ParserHints = NO_HINTS,
  limits: PipelineLimits = PIPELINE_LIMITS,
): Pipeline {
  return new StagePipeline(
    hoistLineFilters(stages).map((stage) => compileStage(stage, hints, limits)),
    new LineLabels(hints),
  );
}

class StagePipeline implements Pipeline, LineState {
  ts: Nanos = nanos(0n);
  line = '';

  constructor(
    readonly stages: readonly RunStage[],
    readonly labels: LineLabels,
  ) {}

  run({ ts, line, stream, metadata }: PipelineInput): boolean {
    this.ts = ts;
    this.line = line;
    this.labels.reset(stream, metadata);
    for (const stage of this.stages) if (!stage(this)) return false;
    return true;
  }
}

function compileStage(stage: Stage, hints: ParserHints, limits: PipelineLimits): RunStage {
  switch (stage.kind) {
    case 'line-filter': {
      const takes = linePredicate(stage);
      return ({ line }) => takes(line);
    }
    case 'json':
      return stage.extractions.length > 0 ? jsonExpressions(stage.extractions) : jsonParser(hints, limits);
    case 'logfmt':
      return stage.extractions.length > 0
        ? logfmtExpressions(stage.extractions, stage.strict)
        : logfmtParser(stage, hints);
    case 'regexp':
      return regexpParser(stage.pattern);
    case 'pattern':
      return patternParser(stage.pattern);
    case 'unpack':
      return unpackParser();
    case 'label-filter': {
      const takes = labelFilter(stage.filter);
      return ({ labels }) => takes(labels);
    }
    case 'decolorize':
      return decolorize();
    case 'drop':
      return dropLabels(stage.labels);
    case 'keep':
      return keepLabels(stage.labels);
    case 'line-format':
      return lineFormat(stage.template, limits);
    case 'label-format':
      return labelFormat(stage.items, limits);
    default:
      return assertUnreachable(stage);
  }
}
