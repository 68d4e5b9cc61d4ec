import { err, ok, type Labels, type Result } from '@bongsu/model';
import * as v from 'valibot';
import type { YamlNode } from '../../config/yaml-node.js';
import type { TargetGroup } from './discovery.js';

const LIST = v.array(
  v.object({
    targets: v.optional(v.array(v.string()), []),
    labels: v.optional(v.record(v.string(), v.string()), {}),
  }),
);

/** The list that `file_sd` files and `http_sd` answers hold: `[{"targets": [...], "labels": {...}}]`. */
export function targetGroups(source: string, value: unknown): Result<readonly TargetGroup[], string> {
  const list = v.safeParse(LIST, value ?? []);
  if (!list.success) {
    const issue = list.issues[0];
    return err(`${source}: ${v.getDotPath(issue) ?? 'the list'}: ${issue.message}`);
  }
  return ok(
    list.output.map(({ targets, labels }, i) => ({
      source: `${source}:${i}`,
      targets: targets.map((address) => ({ __address__: address })),
      labels,
    })),
  );
}

/** The labels of a map; a name may be any UTF-8 but for none. */
export const textLabels = (entries: readonly (readonly [string, YamlNode])[]): Labels =>
  Object.fromEntries(
    entries.map(([name, value]) => {
      if (name === '') value.error('"" is not a valid label name');
      return [name, value.text()];
    }),
  );

/** A label name out of any text: what is not a letter, digit or underscore becomes `_` (Prometheus' SanitizeLabelName). */
export const sanitizedLabel = (text: string): string => text.replace(/[^a-zA-Z0-9_]/g, '_');
