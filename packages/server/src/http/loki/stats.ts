/** What we know of a query; everything else that Loki reports is about chunks we do not have, and is 0. */
export interface QueryWork {
  readonly lines: number;
  readonly bytes: number;
  readonly execSeconds: number;
}

const store = () => ({
  totalChunksRef: 0,
  totalChunksDownloaded: 0,
  chunksDownloadTime: 0,
  queryReferencedStructuredMetadata: false,
  chunk: {
    headChunkBytes: 0,
    headChunkLines: 0,
    decompressedBytes: 0,
    decompressedLines: 0,
    compressedBytes: 0,
    totalDuplicates: 0,
    postFilterLines: 0,
    headChunkStructuredMetadataBytes: 0,
    decompressedStructuredMetadataBytes: 0,
  },
  chunkRefsFetchTime: 0,
  congestionControlLatency: 0,
  pipelineWrapperFilteredLines: 0,
});

/** Loki's statistics object (pkg/logqlmodel/stats). Grafana reads `summary` and tunes its splits by `execTime`. */
export function queryStats({ lines, bytes, execSeconds }: QueryWork) {
  const perSecond = (amount: number): number => (execSeconds > 0 ? Math.round(amount / execSeconds) : 0);
  return {
    summary: {
      bytesProcessedPerSecond: perSecond(bytes),
      linesProcessedPerSecond: perSecond(lines),
      totalBytesProcessed: bytes,
      totalLinesProcessed: lines,
      execTime: execSeconds,
      queueTime: 0,
      subqueries: 0,
      totalEntriesReturned: lines,
      splits: 0,
      shards: 0,
      totalPostFilterLines: lines,
      totalStructuredMetadataBytesProcessed: 0,
    },
    querier: { store: store(), querierExecTime: 0 },
    ingester: { totalReached: 0, totalChunksMatched: 0, totalBatches: 0, totalLinesSent: 0, store: store() },
    cache: {},
    index: { totalChunks: 0, postFilterChunks: 0, shardsDuration: 0, usedBloomFilters: false, totalStreams: 0 },
  };
}
