import { readFileSync } from 'node:fs';
import { err, ok, type Result } from '@bongsu/model';
import * as v from 'valibot';
import type { Raw } from './key.js';
import { environmentLayer, expandRetention, flagLayer, type Layer } from './layer.js';
import { CONFIG, configKeys, type Config } from './schema.js';
import { suggestion, yamlLayer } from './yaml-layer.js';

export interface ConfigSources {
  /** Dotted key to value, only those that were given. */
  readonly flags: Readonly<Record<string, Raw>>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `--config`; else `BONGSU_CONFIG`; else `bongsu.yaml` in the working directory if it is there. */
  readonly file?: string | undefined;
}

/** Every problem in one go, a sentence each, with key, value, place and what is allowed. */
export type ConfigErrors = readonly string[];

const DEFAULT_FILE = 'bongsu.yaml';

/** Flags win over the environment, the environment over the file, the file over defaults. */
export function loadConfig(sources: ConfigSources): Result<Config, ConfigErrors> {
  const errors: string[] = [];
  const environment = environmentLayer(sources.environment);
  for (const name of environment.unknown) {
    const path = name.slice('BONGSU_'.length).toLowerCase().replaceAll('_', '.');
    errors.push(`environment ${name}: unknown key${suggestion(path)}`);
  }
  const named = sources.file ?? sources.environment['BONGSU_CONFIG'];
  const file = readFile(named ?? DEFAULT_FILE, named !== undefined);
  if (!file.ok) errors.push(file.error);
  const yaml = yamlLayer(named ?? DEFAULT_FILE, file.ok ? file.value : '');
  errors.push(...yaml.errors);

  const merged = new Map(
    [yaml.layer, environment.layer, flagLayer(sources.flags)].flatMap((layer) => [...expandRetention(layer)]),
  );
  const config = v.safeParse(CONFIG, nested(merged));
  if (!config.success) errors.push(...config.issues.map((issue) => explain(issue, merged)));
  return config.success && errors.length === 0 ? ok(config.output) : err(errors);
}

/** Defaults only: what tests and embedding programs start from. */
export function defaultConfig(): Config {
  return v.parse(CONFIG, {});
}

function readFile(path: string, required: boolean): Result<string, string> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !required) return ok('');
    const reason = code === 'ENOENT' ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    return err(`cannot read the configuration file ${path}: ${reason}`);
  }
}

function nested(layer: Layer): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [path, { value }] of layer) {
    const parts = path.split('.');
    let at = root;
    for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[parts.at(-1)!] = value;
  }
  return root;
}

function explain(issue: v.BaseIssue<unknown>, layer: Layer): string {
  const path = v.getDotPath(issue) ?? '?';
  const setting = layer.get(path);
  if (setting === undefined) return `${path}: ${issue.message}`;
  const allowed = configKeys().find((key) => key.path === path)?.allowed;
  const remedy = issue.message.startsWith('use ') ? issue.message : `use ${allowed ?? issue.message}`;
  return `${setting.from}: ${path}: ${JSON.stringify(setting.value)} is not allowed: ${remedy}`;
}
