import type { Clock, Millis } from '@bongsu/model';
import type { SqlRunner } from '@bongsu/query/lang';
import type { Engine, Inserter } from '@bongsu/store';
import type { Config } from '../config/schema.js';
import type { Dashboards } from '../dashboards/dashboards.js';
import type { LogDeleter } from '../deletion/log-deleter.js';
import type { DiskWatch } from '../disk-watch.js';
import type { LokiPushReceiver } from '../ingest/loki-push-receiver.js';
import type { OtlpReceiver } from '../ingest/receiver.js';
import type { RejectionLog } from '../ingest/rejection-log.js';
import type { RemoteWriteReceiver } from '../ingest/remote-write-receiver.js';
import type { Senders } from '../ingest/senders.js';
import type { Slots } from '../limits/slots.js';
import type { Readiness } from '../readiness.js';
import type { Logger } from '../self/logger.js';
import type { SelfMetrics } from '../self/self-metrics.js';
import type { BodyLimits } from './body.js';
import type { Intake } from './intake.js';
import type { Lifecycle, PromLanguage } from './prometheus/prometheus-options.js';
import type { RulesView } from './prometheus/rules/rules-view.js';
import type { ScrapeView } from './prometheus/targets/scrape-view.js';
import type { TempoOptions } from './tempo/tempo-options.js';

/** What the routes are made of; the app owns all of it. */
export interface RouteParts {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: SelfMetrics;
  readonly readiness: Readiness;
  readonly receiver: OtlpReceiver;
  readonly remoteWrite: RemoteWriteReceiver;
  readonly lokiPush: LokiPushReceiver;
  readonly deleter: LogDeleter;
  readonly dashboards: Dashboards;
  readonly body: BodyLimits;
  /** Of those who read. */
  readonly slots: Slots;
  readonly intake: Intake;
  readonly engine: Engine;
  readonly inserter: Inserter;
  readonly disk: DiskWatch;
  readonly rejections: RejectionLog;
  readonly senders: Senders;
  /** With the limits of one query. */
  readonly runner: SqlRunner;
  /** Shared with gRPC. */
  readonly tempo: TempoOptions;
  readonly started: Millis;
  readonly uiFolder: string;
  readonly scrapes: ScrapeView;
  readonly rules: RulesView;
  readonly lifecycle: Lifecycle;
  readonly promLanguage: PromLanguage;
}
