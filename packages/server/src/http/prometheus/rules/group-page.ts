import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@bongsu/model';
import type { ApiRuleGroup } from './rules-view.js';

/** Names a group between two pages. */
export const groupToken = ({ file, name }: ApiRuleGroup): string =>
  createHash('sha256').update(`${file};${name}`).digest('hex');

export interface GroupPage {
  readonly groups: readonly ApiRuleGroup[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string;
}

/** At most `limit` groups from the one that `token` names; the error is for a token that names none. */
export function groupPage(
  groups: readonly ApiRuleGroup[],
  limit: number | undefined,
  token: string,
): Result<GroupPage, string> {
  const from = token === '' ? 0 : groups.findIndex((group) => groupToken(group) === token);
  if (from < 0) return err(`invalid group_next_token ${JSON.stringify(token)}: no rule group has it (any more)`);
  if (limit === undefined) return ok({ groups: groups.slice(from) });
  const next = groups[from + limit];
  return ok({ groups: groups.slice(from, from + limit), ...(next === undefined ? {} : { next: groupToken(next) }) });
}
