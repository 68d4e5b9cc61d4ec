import type { DurationMs } from '@bongsu/model';
import { parseDuration } from '@bongsu/query/lang';
import type { YamlNode } from '../../config/yaml-node.js';

/** A length of time as Prometheus writes it: `15s`, `1h30m`. */
export const readDuration = (node: YamlNode | undefined, fallback: DurationMs): DurationMs =>
  node === undefined ? fallback : node.parsed(parseDuration, fallback);
