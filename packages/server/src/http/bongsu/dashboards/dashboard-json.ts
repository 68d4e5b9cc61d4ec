import type { StoredDashboard } from '../../../dashboards/dashboards.js';

/** What every answer says of a dashboard; `readOnly` ones are files of the operator, named so that they can be found. */
export function dashboardMeta({ uid, title, tags, folder, file }: StoredDashboard) {
  return { uid, title, tags, folder, readOnly: file !== undefined, ...(file === undefined ? {} : { file }) };
}
