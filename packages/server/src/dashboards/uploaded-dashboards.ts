import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tenant } from '@bongsu/model';
import { isDashboardUid, readDashboardFile, type DashboardFile } from './dashboard-file.js';

/** Dashboards that were uploaded: a file each, `<data>/dashboards/<tenant>/<uid>.json`. */
export class UploadedDashboards {
  readonly #root: string;

  constructor(dataFolder: string) {
    this.#root = join(dataFolder, 'dashboards');
  }

  /** Files that are not dashboards (a copy by hand that went wrong) are left out. */
  async list(tenant: Tenant): Promise<readonly DashboardFile[]> {
    const names = await readdir(join(this.#root, tenant)).catch(missing<string[]>([]));
    const found: DashboardFile[] = [];
    for (const name of names.sort()) {
      if (!name.endsWith('.json')) continue;
      const dashboard = await this.get(tenant, name.slice(0, -'.json'.length));
      if (dashboard !== undefined) found.push(dashboard);
    }
    return found;
  }

  async get(tenant: Tenant, uid: string): Promise<DashboardFile | undefined> {
    if (!isDashboardUid(uid)) return undefined;
    const text = await readFile(this.#path(tenant, uid), 'utf8').catch(missing<undefined>(undefined));
    if (text === undefined) return undefined;
    const read = readDashboardFile(text, uid);
    return read.ok ? { ...read.value, uid } : undefined;
  }

  /** Replaces what was there; on disk before it returns. */
  async put(tenant: Tenant, dashboard: DashboardFile): Promise<void> {
    await mkdir(join(this.#root, tenant), { recursive: true });
    const path = this.#path(tenant, dashboard.uid);
    // Written beside and renamed, so that a crash leaves the old one or the new one.
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(`${JSON.stringify(dashboard.model, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  /** @returns false when there was none. */
  async delete(tenant: Tenant, uid: string): Promise<boolean> {
    if (!isDashboardUid(uid)) return false;
    return rm(this.#path(tenant, uid)).then(() => true, missing(false));
  }

  #path(tenant: Tenant, uid: string): string {
    return join(this.#root, tenant, `${uid}.json`);
  }
}

/** What is not there is a value; any other trouble with the disk throws. */
function missing<T>(value: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code !== 'ENOENT') throw error;
    return value;
  };
}
