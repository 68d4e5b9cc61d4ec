/** What we know of a query; everything else that Loki reports is about chunks we do not have, and is 0. */
export interface QueryWork {
  /** Lines that were looked at, and their bytes. */
  readonly lines: number;
  readonly bytes: number;
  /** Entries, series or samples in the answer. */
  readonly returned: number;
  readonly execSeconds: number;
}

const zeros = <K extends string>(...names: readonly K[]): Record<K, 0> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<K, 0>;

const store = () => ({
  totalChunksRef: 0,
  totalChunksDownloaded: 0,
  chunksDownloadTime: 0,
  queryReferencedStructuredMetadata: false,
  queryUsedV2Engine: false,
  chunk: zeros(
    'headChunkBytes',
    'headChunkLines',
    'decompressedBytes',
    'decompressedLines',
    'compressedBytes',
    'totalDuplicates',
    'postFilterLines',
    'headChunkStructuredMetadataBytes',
    'decompressedStructuredMetadataBytes',
  ),
  ...zeros('chunkRefsFetchTime', 'congestionControlLatency', 'pipelineWrapperFilteredLines'),
});

const cache = () =>
  zeros(
    'entriesFound',
    'entriesRequested',
    'entriesStored',
    'bytesReceived',
    'bytesSent',
    'requests',
    'downloadTime',
    'queryLengthServed',
  );

/** Names of Loki's caches in its order. */
const CACHES = [
  'chunk',
  'index',
  'result',
  'statsResult',
  'volumeResult',
  'seriesResult',
  'labelResult',
  'instantMetricResult',
  'logResult',
  'taskResult',
];

/** Loki's statistics object (pkg/logqlmodel/stats). Grafana reads `summary` and tunes its splits by `execTime`. */
export function queryStats({ lines, bytes, returned, execSeconds }: QueryWork) {
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
      totalEntriesReturned: returned,
      splits: 0,
      shards: 0,
      totalPostFilterLines: lines,
      totalStructuredMetadataBytesProcessed: 0,
    },
    querier: { store: store(), querierExecTime: 0 },
    ingester: { totalReached: 0, totalChunksMatched: 0, totalBatches: 0, totalLinesSent: 0, store: store() },
    cache: Object.fromEntries(CACHES.map((name) => [name, cache()])),
    index: {
      totalChunks: 0,
      postFilterChunks: 0,
      shardsDuration: 0,
      usedBloomFilters: false,
      totalStreams: 0,
      chunkRefsLookupTime: 0,
      bloomFilterTime: 0,
    },
  };
}
