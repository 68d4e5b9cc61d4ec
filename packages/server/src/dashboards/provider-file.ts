import { isAbsolute, resolve, dirname } from 'node:path';
import { err, ok, type Result } from '@bongsu/model';
import { parse } from 'yaml';

/** Where dashboards are read from: one entry of `providers` in Grafana's provisioning files, or a folder of its own. */
export interface DashboardProvider {
  /** The folder's absolute path. */
  readonly path: string;
  /** The heading its dashboards stand under; empty for none. */
  readonly folder: string;
  /** The heading is the name of the subfolder instead. */
  readonly foldersFromFilesStructure: boolean;
}

/**
 * Reads a provisioning file, https://grafana.com/docs/grafana/latest/administration/provisioning/#dashboards. Relative
 * paths start at the file's folder. Keys that only steer Grafana's database are passed over.
 * @returns no provider for a YAML document of another kind.
 */
export function readProviderFile(text: string, file: string): Result<readonly DashboardProvider[], string> {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    return err((error as Error).message.split('\n', 1)[0] ?? 'not YAML');
  }
  const providers = (document as { providers?: unknown } | null)?.providers;
  if (!Array.isArray(providers)) return ok([]);
  const found: DashboardProvider[] = [];
  for (const [at, entry] of providers.entries()) {
    const provider = entry as {
      type?: unknown;
      folder?: unknown;
      options?: { path?: unknown; foldersFromFilesStructure?: unknown };
    } | null;
    const type = provider?.type ?? 'file';
    if (type !== 'file') return err(`providers[${at}].type: ${JSON.stringify(type)} is not read; use file`);
    const path = provider?.options?.path;
    if (typeof path !== 'string' || path === '') return err(`providers[${at}].options.path is missing`);
    found.push({
      path: isAbsolute(path) ? path : resolve(dirname(file), path),
      folder: typeof provider?.folder === 'string' ? provider.folder : '',
      foldersFromFilesStructure: provider?.options?.foldersFromFilesStructure === true,
    });
  }
  return ok(found);
}
