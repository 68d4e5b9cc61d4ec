import { err, ok, type Result } from './result.js';

/** Who owns a row: header `X-Scope-OrgID`. First column of every key. */
export type Tenant = string & { readonly __tenant: true };

export const DEFAULT_TENANT = 'default' as Tenant;

/** Loki's and Tempo's words, which they say where one tenant is asked for. */
const SEVERAL =
  'multiple org IDs present: a request is for one tenant, name one in X-Scope-OrgID instead of several with | between them';

const ALLOWED = /^[A-Za-z0-9!\-_.*'()]{1,150}$/;

/** Accepts what Loki and Tempo accept as a tenant id: 1 to 150 of `A-Za-z0-9!-_.*'()`, not `.` or `..`. */
export function parseTenant(header: string | undefined): Result<Tenant, string> {
  if (header === undefined || header === '') return ok(DEFAULT_TENANT);
  if (header.includes('|')) return err(SEVERAL);
  if (!ALLOWED.test(header) || header === '.' || header === '..') {
    return err(
      `tenant ID '${header.slice(0, 160)}' is not allowed in X-Scope-OrgID: use 1 to 150 of A-Z a-z 0-9 ! - _ . * ' ( )`,
    );
  }
  return ok(header as Tenant);
}
