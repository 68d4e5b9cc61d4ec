import { createHash } from 'node:crypto';
import { err, ok, type Result } from '@bongsu/model';

/** What a list of dashboards shows, and the document it was read from. */
export interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  /** The dashboard itself, without an envelope. */
  readonly model: Readonly<Record<string, unknown>>;
}

/** Grafana's own bounds: letters, digits, `-` and `_`, at most 40. Older exports hold dots. */
const UID = /^[A-Za-z0-9_.-]{1,80}$/;

/** Whether a text may be the uid of a dashboard. `.` and `..` would be folders. */
export function isDashboardUid(text: string): boolean {
  return UID.test(text) && text !== '.' && text !== '..';
}

/**
 * Reads the JSON of a dashboard: bare, as file provisioning wants it; in the envelope `{"dashboard": …}` of Grafana's API and
 * of many copies on the web; or as the `spec` of a Kubernetes-style resource.
 * @param fallbackUid for a document that names none.
 * @returns or a sentence that says what is wrong.
 */
export function readDashboardFile(text: string, fallbackUid: string): Result<DashboardFile, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return err(`not JSON: ${(error as Error).message}`);
  }
  const outer = record(parsed);
  if (outer === undefined) return err('a dashboard is a JSON object');
  const model = record(outer['dashboard']) ?? (outer['apiVersion'] === undefined ? outer : record(outer['spec']));
  if (model === undefined) return err('the document holds neither a dashboard nor a spec');
  if (!Array.isArray(model['panels']) && !Array.isArray(model['rows'])) {
    const elements = record(model['elements']) !== undefined;
    return err(
      elements
        ? "the document has Grafana's schema v2 (elements and layout), which is not read; export it in the classic model"
        : 'the document has neither panels nor rows, so it is no Grafana dashboard',
    );
  }
  const named = typeof model['uid'] === 'string' && model['uid'] !== '' ? model['uid'] : fallbackUid;
  if (!isDashboardUid(named)) {
    return err(`uid ${JSON.stringify(named.slice(0, 100))} is not allowed: use 1 to 80 of A-Z a-z 0-9 _ . -`);
  }
  const title = typeof model['title'] === 'string' && model['title'].trim() !== '' ? model['title'] : named;
  const tags = Array.isArray(model['tags'])
    ? model['tags'].filter((tag): tag is string => typeof tag === 'string')
    : [];
  return ok({ uid: named, title, tags, model });
}

/** A uid for a file that names none; the same path gives the same one. */
export function uidOfPath(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 14);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const is = typeof value === 'object' && value !== null && !Array.isArray(value);
  return is ? (value as Readonly<Record<string, unknown>>) : undefined;
}
