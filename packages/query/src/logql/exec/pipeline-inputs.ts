import { ok, type Result } from '@bongsu/model';
import { readResources, type QueryFailure } from '../../lang/index.js';
import type { LogRow } from './log-row.js';
import type { PipelineInput } from './pipeline/index.js';
import type { StreamSet } from './stream-set.js';
import { rememberedLabelNames, structuredMetadata } from './structured-metadata.js';

/** Gives rows their stream labels and structured metadata, reading what is not known yet. */
export async function pipelineInputs(
  rows: readonly LogRow[],
  streams: StreamSet,
  signal: AbortSignal | undefined,
): Promise<Result<readonly PipelineInput[], QueryFailure>> {
  const labels = await streams.labelsOf(
    rows.map((row) => row.stream),
    signal,
  );
  if (!labels.ok) return labels;
  const { scope, runner } = streams;
  const resources = await readResources(
    scope,
    rows.map((row) => row.resource),
    runner,
    signal,
  );
  if (!resources.ok) return resources;
  const nameOf = rememberedLabelNames();
  return ok(
    rows.map((row): PipelineInput => {
      const stream = labels.value.get(row.stream)!;
      const metadata = structuredMetadata(row, stream, resources.value.get(row.resource), nameOf);
      return { ts: row.ts, line: row.line, stream, metadata };
    }),
  );
}
