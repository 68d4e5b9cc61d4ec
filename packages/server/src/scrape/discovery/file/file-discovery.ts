import { err, ok, type Result } from '@bongsu/model';
import { watch } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import type { Discovery, TargetGroup } from '../discovery.js';
import { refreshing, type Refreshed } from '../refresh.js';
import { targetGroups } from '../target-list.js';
import type { FileDiscoveryConfig } from './file-config.js';

/** `file_sd_configs`: files that change are read at once, all of them every `refresh_interval`; a bad file keeps its last targets. */
export function fileDiscovery(config: FileDiscoveryConfig): Discovery {
  const known = new Map<string, readonly TargetGroup[]>();
  return refreshing(
    config.refresh,
    () => look(config, known),
    (again, signal) => {
      for (const folder of new Set(config.files.map(dirname))) watchFolder(folder, again, signal);
    },
  );
}

function watchFolder(folder: string, again: () => void, signal: AbortSignal): void {
  try {
    const watcher = watch(folder, { signal, persistent: false }, again);
    // A folder that goes away is found again by the interval.
    watcher.on('error', () => watcher.close());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function look(
  config: FileDiscoveryConfig,
  known: Map<string, readonly TargetGroup[]>,
): Promise<Result<Refreshed, string>> {
  const problems: string[] = [];
  const present = new Set<string>();
  for (const pattern of config.files) {
    for (const file of await matching(pattern)) {
      present.add(file);
      const groups = await readGroups(file);
      if (groups.ok) known.set(file, groups.value);
      else problems.push(groups.error);
    }
  }
  for (const file of known.keys()) if (!present.has(file)) known.delete(file);
  if (problems.length > 0 && known.size === 0) return err(problems.join('; '));
  return ok({ groups: [...known.values()].flat(), ...(problems.length === 0 ? {} : { problems }) });
}

async function matching(pattern: string): Promise<readonly string[]> {
  const name = basename(pattern);
  if (!name.includes('*')) return [pattern];
  const [before = '', after = ''] = name.split('*');
  try {
    const entries = await readdir(dirname(pattern));
    return entries
      .filter((entry) => entry.length >= name.length - 1 && entry.startsWith(before) && entry.endsWith(after))
      .sort()
      .map((entry) => join(dirname(pattern), entry));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function readGroups(file: string): Promise<Result<readonly TargetGroup[], string>> {
  let value: unknown;
  try {
    const text = await readFile(file, 'utf8');
    value = file.toLowerCase().endsWith('.json') ? (JSON.parse(text) as unknown) : (parse(text) as unknown);
  } catch (error) {
    return err(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const groups = targetGroups(file, value);
  if (!groups.ok) return groups;
  return ok(groups.value.map((group) => ({ ...group, labels: { __meta_filepath: file, ...group.labels } })));
}
