import { durationMs, type DurationMs, type Labels } from '@bongsu/model';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readYaml, type YamlMap, type YamlNode } from '../../config/yaml-node.js';
import { textLabels } from '../discovery/target-list.js';
import { readDuration } from './duration.js';
import { expandEnvironment, type Environment } from './expand-environment.js';
import { PROMETHEUS_DEFAULTS, readScrapeConfig, readScrapeDefaults, type ScrapeConfig } from './scrape-config.js';

/** What of a `prometheus.yml` Bongsu acts on. */
export interface PrometheusFile {
  /** As it was read, for `/api/v1/status/config`. */
  readonly source: string;
  readonly evaluationInterval: DurationMs;
  readonly externalLabels: Labels;
  readonly scrapeConfigs: readonly ScrapeConfig[];
}

export interface PrometheusFileRead {
  /** Undefined when there are errors. */
  readonly file: PrometheusFile | undefined;
  /** Sentences with file, line and key. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const LATER = 'is read and has no effect yet';

/**
 * Reads `prometheus.yml`; relative files in it are relative to its folder, and `external_labels` may name variables of
 * `environment`. A file that cannot be read is an error.
 */
export function loadPrometheusFile(path: string, environment: Environment): PrometheusFileRead {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { file: undefined, errors: [`cannot read ${path}: ${why}`], warnings: [] };
  }
  return readPrometheusFile(path, source, environment);
}

export function readPrometheusFile(path: string, source: string, environment: Environment = {}): PrometheusFileRead {
  const { root, errors, warnings } = readYaml(path, source);
  if (root === undefined) return { file: undefined, errors, warnings };
  const folder = dirname(path);
  const global = readGlobal(root.take('global'), environment);
  const scrapeConfigs: ScrapeConfig[] = [];
  const jobs = new Map<string, YamlNode>();
  const add = (entries: readonly YamlNode[]): void => {
    for (const node of entries) {
      const config = readScrapeConfig(node, global.scrape, folder);
      if (config === undefined) continue;
      if (jobs.has(config.jobName))
        node.error(`found multiple scrape configs with job name ${JSON.stringify(config.jobName)}`);
      jobs.set(config.jobName, node);
      scrapeConfigs.push(config);
    }
  };
  add(root.take('scrape_configs')?.list() ?? []);
  for (const node of root.take('scrape_config_files')?.list() ?? []) {
    const included = readIncluded(resolve(folder, node.text()), node);
    add(included?.entries ?? []);
    errors.push(...(included?.errors ?? []));
  }
  root.ignore({
    rule_files: `${LATER}: rules come with alerting`,
    alerting: `${LATER}: alerts come with alerting`,
    otlp: `${LATER}: names of OTLP metrics are translated as by default`,
    storage: `has no effect: samples of any age within retention are accepted`,
    runtime: 'is for the Go program',
    tracing: 'has no effect',
  });
  root.refuse({
    remote_write: 'samples stay here',
    remote_read: 'queries read what is stored here',
  });
  root.finish();
  if (errors.length > 0) return { file: undefined, errors, warnings };
  const { evaluationInterval, externalLabels } = global;
  return { file: { source, evaluationInterval, externalLabels, scrapeConfigs }, errors, warnings };
}

function readGlobal(node: YamlNode | undefined, environment: Environment) {
  const map: YamlMap | undefined = node?.map();
  if (map === undefined) {
    return { scrape: PROMETHEUS_DEFAULTS, evaluationInterval: durationMs(60_000), externalLabels: {} };
  }
  const scrape = readScrapeDefaults(map, PROMETHEUS_DEFAULTS);
  const evaluationInterval = readDuration(map.take('evaluation_interval'), durationMs(60_000));
  const externalLabels = readExternalLabels(map.take('external_labels'), environment);
  map.ignore({
    rule_query_offset: `${LATER}: rules come with alerting`,
    query_log_file: 'queries are in the access log',
    scrape_failure_log_file: 'failures of scrapes are in the log of the server and on the targets page',
    gc: 'is for the Go program',
    runtime: 'is for the Go program',
  });
  map.finish();
  return { scrape, evaluationInterval, externalLabels };
}

function readExternalLabels(node: YamlNode | undefined, environment: Environment): Labels {
  const labels = textLabels(node?.map()?.takeAll() ?? []);
  const expanded = Object.entries(labels).map(([name, value]) => {
    const missing = (variable: string): void => node?.warn(`${name}: the environment variable ${variable} is not set`);
    return [name, expandEnvironment(value, environment, missing)];
  });
  return Object.fromEntries(expanded) as Labels;
}

/** `scrape_configs` of another file; a `*` in its name is not read. */
function readIncluded(path: string, node: YamlNode) {
  if (path.includes('*')) {
    node.error('name each file: patterns are not supported');
    return undefined;
  }
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    node.error(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const { root, errors } = readYaml(path, source);
  const entries = root?.take('scrape_configs')?.list() ?? [];
  root?.finish();
  return { entries, errors };
}
