import type { Labels, Nanos } from '@bongsu/model';
import type { LineLabels } from './line-labels.js';

/** One stored line as it enters a pipeline. */
export interface PipelineInput {
  readonly ts: Nanos;
  readonly line: string;
  /** Stream labels, sorted by name. */
  readonly stream: Labels;
  /** Structured metadata with `detected_level`, sorted by name. */
  readonly metadata: Labels;
}

/** A line on its way through the stages; one object for all lines. */
export interface LineState {
  ts: Nanos;
  line: string;
  readonly labels: LineLabels;
}

/** One stage. @returns false when the line is dropped. */
export type RunStage = (state: LineState) => boolean;
