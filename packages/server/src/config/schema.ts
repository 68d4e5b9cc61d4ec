import { durationMs, parseTenant } from '@bongsu/model';
import * as v from 'valibot';
import {
  daysOrOff,
  duration,
  integer,
  list,
  oneOf,
  onOff,
  size,
  sizeOrOff,
  text,
  urlPath,
  type KeyInfo,
} from './key.js';

const MIB = 1024 * 1024;
const PORT_MAX = 65_535;

function isOrigin(value: string): boolean {
  if (value === '*') return true;
  return URL.canParse(value) && new URL(value).origin === value;
}

/** Every key there is. A group is an object, so a missing one is an empty one. */
function group<const E extends v.ObjectEntries>(entries: E) {
  return v.optional(v.strictObject(entries), {} as never);
}

/** The one schema: flags, environment and file are read by it, and the documentation of keys comes from it. */
export const CONFIG = v.strictObject({
  data: text('./data', 'The data folder. One process at a time; made when it is not there.'),
  host: text('127.0.0.1', 'The address all listeners bind. 0.0.0.0 or :: opens them to the network.'),
  port: integer(3000, 0, PORT_MAX, 'port', 'UI and all HTTP APIs. 0 takes any free port.'),
  basePath: urlPath(
    '/',
    'The path under which a proxy passes requests on when it leaves its prefix on them. Without the prefix all is served too.',
  ),
  otlpGrpcPort: integer(4317, 0, PORT_MAX, 'port', 'OTLP over gRPC. 0 takes any free port.'),
  aliasPorts: onOff(
    'on',
    'Also serve the HTTP APIs on 3100 (Loki), 3200 (Tempo), 9090 (Prometheus), 9093 (Alertmanager) and 4318 (OTLP/HTTP).',
  ),
  retention: group({
    logs: daysOrOff('7d', 'How long log lines are kept. `retention: 7d` sets all three signals.'),
    traces: daysOrOff('7d', 'How long spans are kept.'),
    metrics: daysOrOff('7d', 'How long samples, histograms and exemplars are kept.'),
  }),
  diskBudget: sizeOrOff(
    'off',
    100 * MIB,
    'Bytes the data folder may take; the oldest whole day goes first. off: retention alone decides.',
  ),
  engine: group({
    memory: size('2GiB', 256 * MIB, 'Ceiling over everything the embedded engine holds in memory.'),
  }),
  ingest: group({
    futureWindow: duration('10m', durationMs(0), 'How far in the future a record may lie.'),
    queue: group({
      maxBytes: size('64MiB', MIB, 'Decoded rows that wait for the engine; more are answered 429.'),
      maxWait: duration(
        '5s',
        durationMs(100),
        'How long a request may expect to wait until it is decoded; more are answered 429. Senders give up after 10 s.',
      ),
      maxRows: integer(2_000_000, 1, 1_000_000_000, 'rows', 'Rows that wait for the engine; more are answered 429.'),
    }),
  }),
  limits: group({
    request: group({
      maxBytes: size('16MiB', 1024, 'Largest body of one ingest request as it comes over the wire.'),
      maxDecompressedBytes: size('64MiB', 1024, 'Largest body of one ingest request after decompression.'),
      maxBytesInFlight: size('256MiB', MIB, 'Bytes of all ingest bodies held at once; more are answered 429.'),
      maxConcurrent: integer(
        512,
        1,
        100_000,
        'requests',
        'Ingest requests (HTTP and gRPC) at once, and as many reads; more are answered 429.',
      ),
      timeout: duration('60s', durationMs(100), 'How long a client may take to send one request.'),
    }),
    otlp: group({
      attributesPerRecord: integer(
        1000,
        1,
        100_000,
        'attributes',
        'Attributes of one log record, span, event, link, resource or scope.',
      ),
      attributeDepth: integer(64, 1, 200, 'levels', 'Arrays and key-value lists inside each other in one value.'),
      bodyBytes: size('1MiB', 1024, 'Encoded size of one log body.'),
    }),
    loki: group({
      lineBytes: size('256KiB', 1, 'Largest line of a Loki push.'),
      labels: integer(15, 1, 1000, 'labels', 'Labels of one stream of a Loki push; service_name is not counted.'),
      labelNameBytes: size('1024', 1, 'Longest label name of a Loki push.'),
      labelValueBytes: size('2048', 1, 'Longest label value of a Loki push.'),
      metadataBytes: size('64KiB', 1, 'Structured metadata of one line of a Loki push, names and values.'),
      metadataEntries: integer(128, 1, 100_000, 'entries', 'Structured metadata entries of one line of a Loki push.'),
      ingestionRate: sizeOrOff(
        'off',
        1,
        'Bytes of lines a tenant may push in a second, on average; more is answered 429.',
      ),
      ingestionBurst: size('6MiB', 1, 'Bytes of lines a tenant may push at once while ingestionRate is on.'),
      streamRate: sizeOrOff(
        'off',
        1,
        'Bytes of lines one stream may push in a second, on average; more is answered 429.',
      ),
      streamBurst: size('15MiB', 1, 'Bytes of lines one stream may push at once while streamRate is on.'),
      tails: integer(10, 1, 100_000, 'tails', 'Tails (WebSockets of log lines) a tenant may have open at once.'),
      tailTime: duration('1h', durationMs(1000), 'Longest a tail stays open.'),
    }),
    series: group({
      perTenant: integer(
        2_000_000,
        0,
        1_000_000_000,
        'series',
        'Active series of one tenant, those sent since midnight UTC; new ones above it are refused. 0: no limit.',
      ),
      perMetric: integer(
        500_000,
        0,
        1_000_000_000,
        'series',
        'Active series of one metric name of a tenant; new ones above it are refused. 0: no limit.',
      ),
    }),
    query: group({
      time: duration('30s', durationMs(10), 'Longest run of one query.'),
      memory: size('1GiB', 16 * MIB, 'Memory one query may take in the engine.'),
      longAtOnce: integer(
        2,
        1,
        8,
        'statements',
        'Statements of queries that the engine runs at once, half as many while it stores much; short ones are not counted.',
      ),
      samples: integer(
        50_000_000,
        1,
        10_000_000_000,
        'samples',
        'Samples a PromQL or LogQL query may read plus points it may hold at once.',
      ),
      traceSpans: integer(50_000, 1, 10_000_000, 'spans', 'Spans shown of one trace.'),
      knownTraces: integer(
        1_000_000,
        0,
        100_000_000,
        'traces',
        'Traces whose place is held in memory, about 40 bytes each: with more stored, each lookup asks the engine. 0: none.',
      ),
      logLines: integer(5000, 1, 1_000_000, 'lines', 'Largest limit parameter of a log query.'),
      logSeries: integer(
        500,
        1,
        1_000_000,
        'series',
        'Series in the answer of a LogQL metric query; more are cut off.',
      ),
      volumeSeries: integer(1000, 1, 1_000_000, 'series', "Series of Loki's index/volume; with more it is refused."),
      jsonDepth: integer(128, 1, 1000, 'levels', 'Objects inside each other that LogQL reads of one JSON line.'),
      templateSteps: integer(
        1_000_000,
        1,
        100_000_000,
        'steps',
        'Nodes and iterations of a template of line_format or label_format on one line.',
      ),
      templateDepth: integer(
        500,
        1,
        1000,
        'templates',
        'Templates of line_format or label_format that call each other.',
      ),
    }),
  }),
  loki: group({
    discoverServiceName: onOff(
      'on',
      'Streams that are pushed without a label service_name get one from their other labels, as Loki does it.',
    ),
    discoverLogLevels: onOff('on', 'Every log line is given its detected_level, as Loki does it.'),
    plainTenants: list(
      [],
      'tenant IDs',
      (tenant) => parseTenant(tenant).ok,
      'Tenants that the two keys above are off for: their lines are stored as they were sent.',
    ),
  }),
  spanMetrics: group({
    enabled: onOff('on', 'Answer PromQL over traces_spanmetrics_* and traces_service_graph_* from the stored spans.'),
    weightAttribute: text(
      'off',
      'A numeric span attribute that says how many spans a sampled one stands for; off: only the tracestate does.',
    ),
  }),
  sql: group({
    enabled: onOff('on', 'Answer read-only SQL over the tables of the store: the SQL page and /api/bongsu/sql.'),
    tenants: list(
      ['default'],
      'tenant IDs',
      (tenant) => parseTenant(tenant).ok,
      'Tenants that may use SQL. Each reads its own rows, but the error of a statement may tell of others: name only whom all may be shown.',
    ),
    rows: integer(10_000, 1, 1_000_000, 'rows', 'Rows in the answer of one statement; more are cut off.'),
  }),
  cors: group({
    origins: list(
      [],
      'origins such as https://shop.example or *',
      isOrigin,
      'Origins of web pages that may send OTLP from the browser.',
    ),
  }),
  prometheus: group({
    configFile: text('off', 'A prometheus.yml whose scrape_configs are followed; off: none.'),
    selfScrape: onOff('on', "Scrape this server's own /metrics as job bongsu every 15 s."),
    sampleCache: sizeOrOff(
      '128MiB',
      MIB,
      'Samples kept decoded in memory, so that dashboards over recent data do not read the engine; off: none.',
    ),
    seriesCatalog: integer(
      50_000,
      1_000,
      10_000_000,
      'series',
      'Series kept in memory with their labels, about 1 KB each, a quarter of them of one metric at most.',
    ),
    corsOrigins: list(
      ['*'],
      'origins such as https://grafana.example or *',
      isOrigin,
      "Origins of web pages that may read Prometheus' API; * allows all, which is Prometheus' default.",
    ),
    enableAdminApi: onOff(
      'off',
      "Serve Prometheus' admin API: deletion of series. Prometheus' --web.enable-admin-api.",
    ),
    enableLifecycle: onOff('off', "Serve /-/reload and /-/quit. Prometheus' --web.enable-lifecycle."),
    enableFeatures: list(
      [],
      'names as Prometheus has them, such as promql-experimental-functions',
      () => true,
      "Features of PromQL that are off by default, by Prometheus' names; unknown ones are a warning. --enable-feature.",
    ),
    evaluationInterval: duration(
      '1m',
      durationMs(1),
      "Resolution of subqueries that name none. Prometheus' global.evaluation_interval.",
    ),
  }),
  dashboards: group({
    folders: list(
      [],
      'paths',
      () => true,
      "Folders of Grafana dashboards (JSON) and Grafana's provisioning files (YAML with `providers`); read-only, read anew when changed.",
    ),
    maxBytes: size('4MiB', 1024, 'Largest dashboard that can be uploaded.'),
  }),
  log: group({
    level: oneOf('info', ['debug', 'info', 'warn', 'error', 'silent'], 'The least severe message that is written.'),
    format: oneOf('auto', ['auto', 'json', 'text'], 'auto: text on a terminal, JSON elsewhere.'),
  }),
});

/** What the process runs with. Times in ms, sizes in bytes. */
export type Config = v.InferOutput<typeof CONFIG>;

export interface ConfigKey extends KeyInfo {
  /** Dotted, e.g. `limits.query.time`. */
  readonly path: string;
  /** `BONGSU_LIMITS_QUERY_TIME`. */
  readonly environment: string;
}

function walk(schema: unknown, path: readonly string[], into: ConfigKey[]): void {
  const node = schema as { type?: string; wrapped?: unknown; entries?: Record<string, unknown> };
  if (node.type === 'optional') {
    if ((node.wrapped as { entries?: unknown }).entries !== undefined) return walk(node.wrapped, path, into);
    const info = v.getMetadata(node.wrapped as v.GenericSchema)['key'] as KeyInfo;
    into.push({ ...info, path: path.join('.'), environment: environmentName(path) });
    return;
  }
  for (const [name, entry] of Object.entries(node.entries ?? {})) walk(entry, [...path, name], into);
}

function environmentName(path: readonly string[]): string {
  const words = path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
  return `BONGSU_${words.join('_')}`;
}

/** All keys in the order of the schema. */
export function configKeys(): readonly ConfigKey[] {
  const keys: ConfigKey[] = [];
  walk(CONFIG, [], keys);
  return keys;
}
