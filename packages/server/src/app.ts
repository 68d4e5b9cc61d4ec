import { Resolver } from 'node:dns/promises';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import {
  DEFAULT_TENANT,
  err,
  MS_PER_DAY,
  ok,
  Sequence,
  systemClock,
  type Clock,
  type DurationMs,
  type Result,
  type Tenant,
} from '@bongsu/model';
import { AnswerReach, ResourceRowCache, SeriesCache } from '@bongsu/query/lang';
import { LOG_STREAMS, METRIC_SERIES, NATIVE_HISTOGRAMS } from '@bongsu/query/sql';
import { RemoteWriteDecoder } from '@bongsu/wire/remote-write';
import { SeriesTable } from '@bongsu/wire/prometheus';
import { featuresNamed } from '@bongsu/query/promql';
import { SpanMetrics } from '@bongsu/query/span-metrics';
import {
  announcedWrites,
  createInserter,
  createRetention,
  createSqlRunner,
  holdMerges,
  migrate,
  openEmbedded,
  writeProbe,
  type KeepDays,
} from '@bongsu/store';
import { ALIAS_PORTS, type AliasPort } from './alias-ports.js';
import { Closers } from './closers.js';
import { flagName } from './config/layer.js';
import type { Config } from './config/schema.js';
import { Dashboards } from './dashboards/dashboards.js';
import { LogDeleter } from './deletion/log-deleter.js';
import { DiskWatch } from './disk-watch.js';
import { listenGrpc } from './grpc/grpc-server.js';
import { Admission } from './http/admission.js';
import { underBase, upgradesUnderBase } from './http/base-path.js';
import type { BodyLimits } from './http/body.js';
import { Intake } from './http/intake.js';
import { httpUrl, type ListenProblem } from './http/listen-problem.js';
import { closeHttp, listenHttp } from './http/listeners.js';
import { TailUpgrade } from './http/loki/tail/tail-upgrade.js';
import { NO_RULES } from './http/prometheus/rules/rules-view.js';
import { createRoutes } from './http/routes.js';
import type { TempoOptions } from './http/tempo/tempo-options.js';
import { startingHandler } from './http/starting.js';
import type { Upgrade } from './http/upgrades.js';
import { builtUi } from './http/web/static-ui.js';
import { LogFeed } from './ingest/log-feed.js';
import { createPushDecoders, createTenantRates, discoversLevels } from './ingest/loki-decoders.js';
import { LokiPushReceiver } from './ingest/loki-push-receiver.js';
import { ActiveSeries, seriesLimits } from './ingest/active-series.js';
import { countedSink } from './ingest/counted-sink.js';
import { DecodeTurns } from './ingest/decode-turns.js';
import { createOtlpCodecs } from './ingest/otlp-codecs.js';
import { OtlpReceiver } from './ingest/receiver.js';
import { RejectionLog } from './ingest/rejection-log.js';
import { RemoteWriteReceiver } from './ingest/remote-write-receiver.js';
import { Senders } from './ingest/senders.js';
import { acceptWindow } from './ingest/accepted-times.js';
import { ByteBudget } from './limits/byte-budget.js';
import { pipelineLimitsOf } from './limits/pipeline-limits.js';
import { Slots } from './limits/slots.js';
import { Readiness } from './readiness.js';
import { scrapeView } from './scrape/scrape-view.js';
import { Scraping } from './scrape/scraping.js';
import type { Logger } from './self/logger.js';
import { registerProcessMetrics } from './self/process-metrics.js';
import { createSelfMetrics } from './self/self-metrics.js';
import { registerSeriesMetrics } from './self/series-metrics.js';
import { registerStoreMetrics } from './self/store-metrics.js';
import { StoredMetrics } from './stored-metrics.js';

export interface AppDeps {
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Whose variables `prometheus.yml` may name; none when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Ports served besides the main one when `aliasPorts` is on. */
  readonly aliasPorts?: readonly AliasPort[];
  /** The built UI. */
  readonly uiFolder?: string;
}

/** Why the server did not start: a sentence with the path or port and the remedy. */
export interface StartFailure {
  readonly kind: 'port' | 'data' | 'config';
  readonly message: string;
}

export interface Running {
  /** Of the UI and all HTTP APIs. */
  readonly url: string;
  readonly port: number;
  readonly grpcPort: number;
  readonly aliases: readonly AliasPort[];
  /** Absolute. */
  readonly dataFolder: string;
}

export interface App {
  /** Once. On failure everything that was opened is closed again. */
  start(): Promise<Result<Running, StartFailure>>;
  /** Reads the scrape configuration anew. @returns what is wrong with it, a sentence each; then nothing changes. */
  reload(): Promise<Result<void, readonly string[]>>;
  /** Stops listening, drains, flushes, closes. @returns one line per part that did not close cleanly. */
  stop(): Promise<readonly string[]>;
}

/** Of the 10 s that a stop may take: the rest is for the last commits and the engine. */
const DRAIN_MS = 4000;

/** For clients of tails to answer that they are to go. */
const TAIL_GRACE_MS = 500;

/** Series that remote write and scraping each know again: 32 bytes a series, so 128 MB at most. */
const SERIES_REMEMBERED = 4_000_000;

/** What tells which series there are, and which of them have native histograms. */
const SERIES_TABLES: ReadonlySet<string> = new Set([METRIC_SERIES.name, NATIVE_HISTOGRAMS.name]);

/** The only place that builds long-lived objects. */
export function createApp(config: Config, deps: AppDeps): App {
  const { logger } = deps;
  const clock = deps.clock ?? systemClock();
  /** Listeners; they close before anything they hand requests to. */
  const doors = new Closers();
  const rooms = new Closers();

  let reload: App['reload'] = async () => err(['the server is not running']);

  const stop = async (): Promise<readonly string[]> => [...(await doors.close()), ...(await rooms.close())];

  const start = async (): Promise<Result<Running, StartFailure>> => {
    const started = clock.now();
    const promql = featuresNamed(config.prometheus.enableFeatures);
    for (const warning of promql.warnings) logger.warn(warning);
    let phase = 'the data folder is being opened';
    let handle: RequestListener = startingHandler(() => phase);
    /** Until gRPC is served, those who ask for it are sent away. */
    let http2 = (socket: Socket): void => void socket.destroy();
    let upgrade: Upgrade = () => false;
    const listen = (port: number) =>
      listenHttp(
        underBase(config.basePath, (q, r) => void handle(q, r)),
        config.host,
        port,
        config.limits.request.timeout,
        {
          http2: (socket) => http2(socket),
          upgrade: upgradesUnderBase(config.basePath, (...asked) => upgrade(...asked)),
        },
      );
    const main = await listen(config.port);
    if (!main.ok) return err(portFailure(main.error, 'port'));
    doors.add('HTTP listener', () => closeHttp(main.value, DRAIN_MS));

    const opened = await openEmbedded({
      folder: config.data,
      memoryBytes: config.engine.memory,
      longReads: config.limits.query.longAtOnce,
      clock,
      logger: { warn: (message) => logger.warn(message) },
    });
    if (!opened.ok) return err({ kind: 'data', message: opened.error.message });
    const series = new SeriesCache();
    const logStreams = new SeriesCache();
    const stored = new StoredMetrics(config.prometheus, clock);
    const engine = announcedWrites(opened.value, (write) => {
      if (write.kind === 'command' || SERIES_TABLES.has(write.insert.table)) series.invalidate();
      if (write.kind === 'command' || write.insert.table === LOG_STREAMS.name) logStreams.invalidate();
      stored.tell(write);
    });
    rooms.add('engine', () => engine.close());
    phase = 'the schema is being brought up to date';
    const migrated = await migrate({ engine, clock });
    if (!migrated.ok) {
      return err({
        kind: 'data',
        message: `the data folder ${engine.folder} cannot be used: ${migrated.error.message}`,
      });
    }
    const merges = await holdMerges(opened.value);
    if (!merges.ok) return err({ kind: 'data', message: merges.error.message });

    const readiness = new Readiness(async () => {
      const probed = await writeProbe(engine, clock);
      return probed.ok ? ok(undefined) : err(probed.error.message);
    }, clock);
    const metrics = createSelfMetrics();
    rooms.add('process metrics', registerProcessMetrics(metrics.registry, started / 1000));
    const inserter = createInserter({
      engine,
      clock,
      limits: { queueBytes: config.ingest.queue.maxBytes, queueRows: config.ingest.queue.maxRows },
    });
    rooms.add('inserter', () => inserter.close());
    const retention = createRetention({
      engine,
      clock,
      days: {
        logs: keepDays(config.retention.logs),
        traces: keepDays(config.retention.traces),
        metrics: keepDays(config.retention.metrics),
      },
      ...(config.diskBudget === 'off' ? {} : { diskBudgetBytes: config.diskBudget }),
    });
    const disk = new DiskWatch(engine.folder, retention, logger);
    rooms.add('disk watch', () => disk.stop());
    registerStoreMetrics(metrics.registry, () => inserter.stats(), disk);

    const activeSeries = new ActiveSeries(seriesLimits(config), clock);
    registerSeriesMetrics(metrics.registry, activeSeries);
    const feed = new LogFeed(countedSink(inserter, activeSeries));
    const ingest = {
      sink: feed,
      times: { retention: config.retention, futureWindow: config.ingest.futureWindow },
      clock,
      turns: new DecodeTurns(clock),
      metrics,
      rejections: new RejectionLog(),
    };
    const remoteWrite = new RemoteWriteReceiver({
      ...ingest,
      decoder: new RemoteWriteDecoder(new SeriesTable(SERIES_REMEMBERED, activeSeries)),
    });
    // One for all ways in: it orders lines of equal time by their arrival.
    const sequence = new Sequence(clock.now());
    const discovers = (tenant: Tenant): boolean => discoversLevels(config.loki, tenant);
    const codecs = createOtlpCodecs(config.limits.otlp, sequence, discovers, activeSeries);
    const receiver = new OtlpReceiver({ ...ingest, codecs });
    const lokiPush = new LokiPushReceiver({
      ...ingest,
      decoderOf: createPushDecoders(config, sequence),
      rates: createTenantRates(config.limits.loki, clock),
    });
    const queryLimits = { time: config.limits.query.time, memoryBytes: config.limits.query.memory };
    const runner = {
      ...createSqlRunner(engine, queryLimits),
      resources: new ResourceRowCache(),
      series,
      logStreams,
      answerReach: new AnswerReach(),
    };
    const known = await stored.begin(runner);
    if (!known.ok)
      logger.warn({ reason: known.error.message }, 'it is not known what is stored: PromQL reads all anew');
    const deleter = new LogDeleter({
      engine,
      runner,
      clock,
      logger,
      pipelineLimits: pipelineLimitsOf(config.limits.query),
    });
    rooms.add('log deletion', () => deleter.close());
    const scraping = new Scraping(
      {
        configFile: config.prometheus.configFile,
        self: config.prometheus.selfScrape,
        host: config.host,
        port: main.value.port,
        environment: deps.environment ?? {},
      },
      {
        sink: ingest.sink,
        table: new SeriesTable(SERIES_REMEMBERED, activeSeries),
        tenant: DEFAULT_TENANT,
        clock,
        logger,
        window: () => acceptWindow(ingest.times, 'metrics', clock.now()),
        resolver: new Resolver(),
      },
    );
    reload = () => scraping.reload();
    // Each for itself, so that senders who take all their places leave those of people who look.
    const ingestSlots = new Slots(config.limits.request.maxConcurrent);
    const slots = new Slots(config.limits.request.maxConcurrent);
    const body = bodyLimits(config);
    const tempo: TempoOptions = { runner, clock, maxSpans: config.limits.query.traceSpans };
    const app = await createRoutes({
      config,
      clock,
      logger,
      metrics,
      readiness,
      receiver,
      remoteWrite,
      lokiPush,
      deleter,
      dashboards: new Dashboards({ dataFolder: engine.folder, folders: config.dashboards.folders }),
      body,
      slots,
      intake: new Intake({
        admission: new Admission({ slots: ingestSlots, turns: ingest.turns, maxWait: config.ingest.queue.maxWait }),
        limits: body,
      }),
      engine,
      inserter,
      disk,
      rejections: ingest.rejections,
      senders: new Senders(),
      runner,
      tempo,
      started,
      uiFolder: deps.uiFolder ?? builtUi(),
      scrapes: scrapeView(scraping),
      rules: NO_RULES,
      promLanguage: {
        features: promql.features,
        subqueryStep: config.prometheus.evaluationInterval,
        ...spanMetrics(config),
        ...stored.parts,
      },
      lifecycle: {
        reload: async () => joined(await scraping.reload()),
        quit: () => process.kill(process.pid, 'SIGTERM'),
      },
    });
    rooms.add('routes', () => app.close());

    const grpc = await listenGrpc(config.host, config.otlpGrpcPort, {
      receiver,
      tempo,
      slots,
      ingestSlots,
      inFlight: body.inFlight,
      maxMessageBytes: config.limits.request.maxDecompressedBytes,
      onBug: (error) => logger.error({ stack: error instanceof Error ? error.stack : String(error) }, 'bug: gRPC'),
    });
    if (!grpc.ok) return err(portFailure(grpc.error, 'otlpGrpcPort'));
    http2 = (socket) => grpc.value.serve(socket);
    doors.add('gRPC listener', () => grpc.value.close(DRAIN_MS));

    handle = (request, response) => {
      app.routing(request, response);
    };
    const tails = new TailUpgrade({
      runner,
      feed,
      clock,
      logger,
      maxLines: config.limits.query.logLines,
      maxTails: config.limits.loki.tails,
      maxTime: config.limits.loki.tailTime,
      futureWindow: config.ingest.futureWindow,
      pipelineLimits: pipelineLimitsOf(config.limits.query),
    });
    upgrade = (...asked) => tails.upgrade(...asked);
    const aliases: AliasPort[] = [];
    for (const alias of config.aliasPorts ? (deps.aliasPorts ?? ALIAS_PORTS) : []) {
      const listener = await listen(alias.port);
      if (listener.ok) {
        aliases.push({ ...alias, port: listener.value.port });
        doors.add(`listener on ${alias.port}`, () => closeHttp(listener.value, DRAIN_MS));
      } else {
        const { reason } = listener.error;
        logger.warn(
          { port: alias.port, reason },
          `the ${alias.product} port is not served; everything is on ${main.value.port} too`,
        );
      }
    }
    const scraped = await scraping.reload();
    if (!scraped.ok) return err({ kind: 'config', message: scraped.error.join('\n') });
    doors.add('tails', () => tails.close(TAIL_GRACE_MS));
    doors.add('scraping', () => scraping.stop());
    doors.add('readiness', () => readiness.stopping());
    readiness.running();
    const ready = await readiness.check();
    if (ready.state !== 'ready') logger.warn({ reason: ready.reason }, 'the server runs and is not ready');
    const merging = await merges.value();
    if (!merging.ok) return err({ kind: 'data', message: merging.error.message });
    disk.start();
    void deleter.resume();
    return ok({
      url: httpUrl(config.host, main.value.port),
      port: main.value.port,
      grpcPort: grpc.value.port,
      aliases,
      dataFolder: engine.folder,
    });
  };

  return {
    start: async () => {
      const outcome = await start();
      if (!outcome.ok) for (const line of await stop()) logger.warn(line);
      return outcome;
    },
    reload: () => reload(),
    stop,
  };
}

function portFailure({ host, port, reason }: ListenProblem, key: 'port' | 'otlpGrpcPort'): StartFailure {
  const what = key === 'port' ? 'HTTP' : 'OTLP/gRPC';
  return {
    kind: 'port',
    message: `${what} port ${port} on ${host} cannot be opened: ${reason}. Stop that process or choose another port with --${flagName(key)}`,
  };
}

function keepDays(kept: DurationMs | 'off'): KeepDays {
  return kept === 'off' ? 'off' : Math.ceil(kept / MS_PER_DAY);
}

function spanMetrics({ spanMetrics: { enabled, weightAttribute } }: Config): { readonly source?: SpanMetrics } {
  if (!enabled) return {};
  return { source: new SpanMetrics({ weightAttribute: weightAttribute === 'off' ? '' : weightAttribute }) };
}

function bodyLimits({ limits: { request } }: Config): BodyLimits {
  const bytes = (name: 'maxBytes' | 'maxDecompressedBytes') => ({
    key: `limits.request.${name}`,
    value: request[name],
    unit: 'bytes',
  });
  return {
    maxBytes: bytes('maxBytes'),
    maxDecompressedBytes: bytes('maxDecompressedBytes'),
    inFlight: new ByteBudget(request.maxBytesInFlight),
  };
}

const joined = (outcome: Result<void, readonly string[]>): string => (outcome.ok ? '' : outcome.error.join('; '));
