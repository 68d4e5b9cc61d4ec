import { Resolver } from 'node:dns/promises';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { DEFAULT_TENANT, err, ok, systemClock, type Clock, type Result } from '@bongsu/model';
import { featuresNamed } from '@bongsu/query/promql';
import { SpanMetrics } from '@bongsu/query/span-metrics';
import { writeProbe } from '@bongsu/store';
import { ALIAS_PORTS, type AliasPort } from './alias-ports.js';
import { createIngestSide } from './app/ingest-side.js';
import { portFailure, type StartFailure } from './app/start-failure.js';
import { openStoreSide } from './app/store-side.js';
import { Closers } from './closers.js';
import type { Config } from './config/schema.js';
import { Dashboards } from './dashboards/dashboards.js';
import { listenGrpc } from './grpc/grpc-server.js';
import { underBase, upgradesUnderBase } from './http/base-path.js';
import { httpUrl } from './http/listen-problem.js';
import { closeHttp, listenHttp } from './http/listeners.js';
import { TailUpgrade } from './http/loki/tail/tail-upgrade.js';
import { NO_RULES } from './http/prometheus/rules/rules-view.js';
import { createRoutes } from './http/routes.js';
import type { TempoOptions } from './http/tempo/tempo-options.js';
import { startingHandler } from './http/starting.js';
import type { Upgrade } from './http/upgrades.js';
import { builtUi } from './http/web/static-ui.js';
import { Senders } from './ingest/senders.js';
import { pipelineLimitsOf } from './limits/pipeline-limits.js';
import { Slots } from './limits/slots.js';
import { Readiness } from './readiness.js';
import { scrapeView } from './scrape/scrape-view.js';
import { Scraping } from './scrape/scraping.js';
import type { Logger } from './self/logger.js';
import { registerProcessMetrics } from './self/process-metrics.js';
import { createSelfMetrics } from './self/self-metrics.js';

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

/** With the two sides in `app/`, the only place that builds long-lived objects. */
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

    const metrics = createSelfMetrics();
    rooms.add('process metrics', registerProcessMetrics(metrics.registry, started / 1000));
    const tell = (what: string): void => void (phase = what);
    const store = await openStoreSide({ config, clock, logger, registry: metrics.registry, rooms, phase: tell });
    if (!store.ok) return store;
    const { engine, dataFolder, inserter, runner, deleter, disk, stored } = store.value;
    const readiness = new Readiness(async () => {
      const probed = await writeProbe(engine, clock);
      return probed.ok ? ok(undefined) : err(probed.error.message);
    }, clock);
    const ingest = createIngestSide(config, clock, metrics, inserter);
    const scraping = new Scraping(
      {
        configFile: config.prometheus.configFile,
        self: config.prometheus.selfScrape,
        host: config.host,
        port: main.value.port,
        environment: deps.environment ?? {},
      },
      {
        ...ingest.scraped,
        tenant: DEFAULT_TENANT,
        clock,
        logger,
        resolver: new Resolver(),
      },
    );
    reload = () => scraping.reload();
    // Besides that of senders, so that they who take all their places leave those of people who look.
    const slots = new Slots(config.limits.request.maxConcurrent);
    const tempo: TempoOptions = { runner, clock, maxSpans: config.limits.query.traceSpans };
    const app = await createRoutes({
      config,
      clock,
      logger,
      metrics,
      readiness,
      receiver: ingest.receiver,
      remoteWrite: ingest.remoteWrite,
      lokiPush: ingest.lokiPush,
      deleter,
      dashboards: new Dashboards({ dataFolder, folders: config.dashboards.folders }),
      body: ingest.body,
      slots,
      intake: ingest.intake,
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
        ...stored,
      },
      lifecycle: {
        reload: async () => joined(await scraping.reload()),
        quit: () => process.kill(process.pid, 'SIGTERM'),
      },
    });
    rooms.add('routes', () => app.close());

    const grpc = await listenGrpc(config.host, config.otlpGrpcPort, {
      receiver: ingest.receiver,
      tempo,
      slots,
      ingestSlots: ingest.slots,
      inFlight: ingest.body.inFlight,
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
      feed: ingest.feed,
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
    const merging = await store.value.merge();
    if (!merging.ok) return merging;
    disk.start();
    void deleter.resume();
    return ok({
      url: httpUrl(config.host, main.value.port),
      port: main.value.port,
      grpcPort: grpc.value.port,
      aliases,
      dataFolder,
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

function spanMetrics({ spanMetrics: { enabled, weightAttribute } }: Config): { readonly source?: SpanMetrics } {
  if (!enabled) return {};
  return { source: new SpanMetrics({ weightAttribute: weightAttribute === 'off' ? '' : weightAttribute }) };
}

const joined = (outcome: Result<void, readonly string[]>): string => (outcome.ok ? '' : outcome.error.join('; '));
