import { durationMs, type DurationMs } from '@bongsu/model';
import { resolve } from 'node:path';
import type { YamlMap } from '../../../config/yaml-node.js';
import { readDuration } from '../../config/duration.js';

export interface FileDiscoveryConfig {
  readonly kind: 'file';
  /** Absolute; `*` only in the last segment. */
  readonly files: readonly string[];
  readonly refresh: DurationMs;
}

const PATTERN = /^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/;

export function readFileDiscovery(entry: YamlMap, folder: string): FileDiscoveryConfig {
  const files = (entry.take('files')?.list() ?? []).map((node) => {
    if (!PATTERN.test(node.text()))
      node.error('a file name must end in .json, .yml or .yaml, with * in its last part only');
    return resolve(folder, node.text());
  });
  if (files.length === 0) entry.error('file_sd_configs needs at least one file');
  return { kind: 'file', files, refresh: readDuration(entry.take('refresh_interval'), durationMs(300_000)) };
}
