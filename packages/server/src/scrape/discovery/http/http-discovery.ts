import { durationMs, err, ok, type Result } from '@bongsu/model';
import { httpGet } from '../../http/http-get.js';
import type { Discovery } from '../discovery.js';
import { refreshing, type Refreshed } from '../refresh.js';
import { targetGroups } from '../target-list.js';
import type { HttpDiscoveryConfig } from './http-config.js';

const MAX_BYTES = 64 * 1024 * 1024;

/** `http_sd_configs`: a list of targets as JSON, asked for again and again; an answer that is none keeps the last list. */
export function httpDiscovery(config: HttpDiscoveryConfig): Discovery {
  return refreshing(config.refresh, (signal) => look(config, signal));
}

async function look(config: HttpDiscoveryConfig, signal: AbortSignal): Promise<Result<Refreshed, string>> {
  const got = await httpGet(config.url, {
    client: config.client,
    headers: {
      accept: 'application/json',
      'user-agent': 'Bongsu',
      'x-prometheus-refresh-interval-seconds': String(config.refresh / 1000),
    },
    timeout: durationMs(Math.max(1000, config.refresh)),
    maxBytes: MAX_BYTES,
    signal,
  });
  if (!got.ok) return err(got.error.message);
  const { status, statusText, contentType, body } = got.value;
  if (status !== 200) return err(`${config.url.href}: server returned HTTP status ${status} ${statusText}`);
  if (!/^application\/json(?:;\s*charset=utf-8)?$/i.test(contentType ?? '')) {
    return err(`${config.url.href}: unsupported content type ${JSON.stringify(contentType ?? '')}`);
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    return err(`${config.url.href}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const groups = targetGroups(config.url.href, value);
  if (!groups.ok) return groups;
  return ok({
    groups: groups.value.map((group) => ({ ...group, labels: { __meta_url: config.url.href, ...group.labels } })),
  });
}
