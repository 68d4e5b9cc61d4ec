import { durationMs, type DurationMs } from '@bongsu/model';
import type { YamlMap } from '../../../config/yaml-node.js';
import { readDuration } from '../../config/duration.js';
import { readHttpClient, type HttpClientConfig } from '../../config/http-client-config.js';

export interface HttpDiscoveryConfig {
  readonly kind: 'http';
  readonly url: URL;
  readonly refresh: DurationMs;
  readonly client: HttpClientConfig;
}

export function readHttpDiscovery(entry: YamlMap, folder: string): HttpDiscoveryConfig {
  const node = entry.take('url');
  const text = node?.text() ?? '';
  const valid = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!valid) {
    if (node === undefined) entry.error('http_sd_configs needs a url');
    else node.error(`${JSON.stringify(text)} is not an http or https URL`);
  }
  return {
    kind: 'http',
    url: new URL(valid ? text : 'http://invalid.'),
    refresh: readDuration(entry.take('refresh_interval'), durationMs(60_000)),
    client: readHttpClient(entry, folder),
  };
}
