import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve, sep } from 'node:path';
import { readDashboardFile, uidOfPath, type DashboardFile } from './dashboard-file.js';
import { readProviderFile, type DashboardProvider } from './provider-file.js';

export interface ProvisionedDashboard extends DashboardFile {
  /** The heading it stands under; empty for none. */
  readonly folder: string;
  /** Absolute. */
  readonly file: string;
}

/** A file or folder that could not be read, and why. */
export interface ProvisioningProblem {
  readonly file: string;
  readonly message: string;
}

export interface Provisioned {
  readonly dashboards: readonly ProvisionedDashboard[];
  readonly problems: readonly ProvisioningProblem[];
}

/** Folders inside each other below a provider's path. */
const MAX_DEPTH = 8;

interface Seen {
  readonly mtimeMs: number;
  readonly size: number;
  readonly read: ReturnType<typeof readDashboardFile>;
}

/**
 * Dashboards that are files of the person who runs the server: folders of JSON, and Grafana's provisioning files. Every read
 * looks at the folders again, and at the content of files that have changed since.
 */
export class ProvisionedDashboards {
  readonly #paths: readonly string[];
  #seen = new Map<string, Seen>();

  /** @param paths folders, or provisioning files (`.yaml`, `.yml`); relative ones start at the working directory. */
  constructor(paths: readonly string[]) {
    this.#paths = paths.map((path) => resolve(path));
  }

  async read(): Promise<Provisioned> {
    const problems: ProvisioningProblem[] = [];
    const found = new Map<string, ProvisionedDashboard>();
    const seen = new Map<string, Seen>();
    for (const provider of await this.#providers(problems)) {
      for (const file of await filesBelow(provider.path, ['.json'], problems)) {
        const read = await this.#dashboard(file, seen);
        if (!read.ok) {
          problems.push({ file, message: read.error });
          continue;
        }
        const before = found.get(read.value.uid);
        if (before !== undefined && before.file !== file) {
          problems.push({ file, message: `uid ${read.value.uid} is that of ${before.file} too; that one is shown` });
          continue;
        }
        found.set(read.value.uid, { ...read.value, folder: headingOf(provider, file), file });
      }
    }
    this.#seen = seen;
    return { dashboards: [...found.values()], problems };
  }

  async #providers(problems: ProvisioningProblem[]): Promise<readonly DashboardProvider[]> {
    const providers: DashboardProvider[] = [];
    for (const path of this.#paths) {
      const isFile = isYaml(path);
      const files = isFile ? [path] : await filesBelow(path, ['.yaml', '.yml'], problems);
      for (const file of files) {
        const text = await readFile(file, 'utf8').catch((error: Error) => error);
        const read =
          typeof text === 'string' ? readProviderFile(text, file) : ({ ok: false, error: text.message } as const);
        if (read.ok) providers.push(...read.value);
        else problems.push({ file, message: read.error });
      }
      if (!isFile) providers.push({ path, folder: '', foldersFromFilesStructure: true });
    }
    return providers;
  }

  async #dashboard(file: string, seen: Map<string, Seen>): Promise<Seen['read']> {
    try {
      const { mtimeMs, size } = await stat(file);
      const known = this.#seen.get(file);
      const fresh = known !== undefined && known.mtimeMs === mtimeMs && known.size === size;
      const read = fresh ? known.read : readDashboardFile(await readFile(file, 'utf8'), uidOfPath(file));
      seen.set(file, { mtimeMs, size, read });
      return read;
    } catch (error) {
      return { ok: false, error: (error as Error).message };
    }
  }
}

const isYaml = (path: string): boolean => ['.yaml', '.yml'].includes(extname(path).toLowerCase());

function headingOf(provider: DashboardProvider, file: string): string {
  if (!provider.foldersFromFilesStructure) return provider.folder;
  const below = dirname(file).slice(provider.path.length).split(sep).filter(Boolean);
  return below.join('/');
}

/** Files with one of the extensions, in order of their path. A path that is missing is a problem with a remedy. */
async function filesBelow(
  folder: string,
  extensions: readonly string[],
  problems: ProvisioningProblem[],
  depth = 0,
): Promise<readonly string[]> {
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such folder; make it, or correct dashboards.folders' : message;
    if (!problems.some(({ file }) => file === folder)) problems.push({ file: folder, message: why });
    return [];
  }
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // Kubernetes mounts hold their files twice: `..data` is the link that the visible names point into.
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
    if (kind.isDirectory() && depth < MAX_DEPTH)
      files.push(...(await filesBelow(path, extensions, problems, depth + 1)));
    else if (kind.isFile() && extensions.includes(extname(entry.name).toLowerCase())) files.push(path);
  }
  return files;
}
