import type { Tenant } from '@bongsu/model';
import type { DashboardFile } from './dashboard-file.js';
import { ProvisionedDashboards, type ProvisioningProblem } from './provisioned-dashboards.js';
import { UploadedDashboards } from './uploaded-dashboards.js';

export interface StoredDashboard extends DashboardFile {
  readonly folder: string;
  /** The file it comes from, for those that are not uploaded: it is changed there. */
  readonly file?: string;
}

export interface DashboardList {
  readonly dashboards: readonly StoredDashboard[];
  readonly problems: readonly ProvisioningProblem[];
}

/** All dashboards there are. A provisioned one hides an uploaded one of the same uid, since it cannot be changed here. */
export class Dashboards {
  readonly #provisioned: ProvisionedDashboards;
  readonly #uploaded: UploadedDashboards;

  constructor(options: { readonly dataFolder: string; readonly folders: readonly string[] }) {
    this.#provisioned = new ProvisionedDashboards(options.folders);
    this.#uploaded = new UploadedDashboards(options.dataFolder);
  }

  async list(tenant: Tenant): Promise<DashboardList> {
    const { dashboards, problems } = await this.#provisioned.read();
    const taken = new Set(dashboards.map(({ uid }) => uid));
    const uploaded = (await this.#uploaded.list(tenant)).filter(({ uid }) => !taken.has(uid));
    const all: StoredDashboard[] = [...dashboards, ...uploaded.map((one) => ({ ...one, folder: '' }))];
    all.sort((a, b) => a.folder.localeCompare(b.folder) || a.title.localeCompare(b.title));
    return { dashboards: all, problems };
  }

  async get(tenant: Tenant, uid: string): Promise<StoredDashboard | undefined> {
    const provisioned = await this.provisioned(uid);
    if (provisioned !== undefined) return provisioned;
    const uploaded = await this.#uploaded.get(tenant, uid);
    return uploaded === undefined ? undefined : { ...uploaded, folder: '' };
  }

  /** The one that a file provides, which therefore cannot be replaced or deleted. */
  async provisioned(uid: string): Promise<StoredDashboard | undefined> {
    return (await this.#provisioned.read()).dashboards.find((one) => one.uid === uid);
  }

  put(tenant: Tenant, dashboard: DashboardFile): Promise<void> {
    return this.#uploaded.put(tenant, dashboard);
  }

  delete(tenant: Tenant, uid: string): Promise<boolean> {
    return this.#uploaded.delete(tenant, uid);
  }
}
