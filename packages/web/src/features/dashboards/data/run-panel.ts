import { errorMessage } from '../../../controls/notice.js';
import { type Panel, type Target } from '../model/dashboard.js';
import { sourceOf, type ResolvedSource } from '../model/source-kind.js';
import { applyTransformations } from '../transformations/apply.js';
import { type PanelData } from './frame.js';
import { runLoki } from './loki.js';
import { runPrometheus } from './prometheus.js';
import { type QueryContext } from './query-context.js';
import { runTempo } from './tempo.js';

/** A query that failed, beside those that did not. */
export interface FailedQuery {
  readonly refId: string;
  readonly error: unknown;
  readonly source: ResolvedSource;
}

export interface PanelAnswer extends PanelData {
  readonly failed: readonly FailedQuery[];
}

/** Asks all visible targets of a panel at once and puts their answers through its transformations. */
export async function runPanel(panel: Panel, context: QueryContext): Promise<PanelAnswer> {
  const targets = panel.targets.filter(({ hidden }) => !hidden);
  const failed: FailedQuery[] = [];
  const answers = await Promise.all(
    targets.map(async (target): Promise<PanelData> => {
      const source = sourceOf(target, panel, context.sources);
      try {
        return await runTarget(target, source, panel, targets.length > 1, context);
      } catch (error) {
        if (context.signal.aborted) throw error;
        failed.push({ refId: target.refId, error, source });
        return { frames: [], notes: [] };
      }
    }),
  );
  const lines = answers.flatMap((answer) => answer.lines ?? []);
  const traces = answers.flatMap((answer) => answer.traces ?? []);
  const graph = answers.find((answer) => answer.graph)?.graph;
  return {
    frames: applyTransformations(
      answers.flatMap(({ frames }) => frames),
      panel.transformations,
      context.scope,
      panel.compile,
    ),
    ...(lines.length > 0 ? { lines } : {}),
    ...(traces.length > 0 ? { traces } : {}),
    ...(graph ? { graph } : {}),
    notes: [...new Set(answers.flatMap(({ notes }) => notes))],
    failed: failed.sort((a, b) => (a.refId < b.refId ? -1 : 1)),
  };
}

async function runTarget(
  target: Target,
  source: ResolvedSource,
  panel: Panel,
  several: boolean,
  context: QueryContext,
): Promise<PanelData> {
  switch (source.kind) {
    case 'prometheus':
      return runPrometheus(target, panel.type, several, context);
    case 'loki':
      return runLoki(target, panel.type, several, context);
    case 'tempo':
      return runTempo(target, context);
    case 'unsupported':
      throw new UnsupportedSource(source.name);
  }
}

/** A data source of another kind than the three that are answered here. */
export class UnsupportedSource extends Error {
  override readonly name = 'UnsupportedSource';
  constructor(readonly source: string) {
    super(`data source ${source}`);
  }
}

/** The text of a failure that belongs to a query. */
export function failureText({ refId, error }: FailedQuery, several: boolean): string {
  return several ? `${refId}: ${errorMessage(error)}` : errorMessage(error);
}
