import { getJson, postForm } from './http.js';
import { asArray, asNumber, asRecord, asText } from './json.js';

export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
  /** There are more rows than these. */
  readonly truncated: boolean;
  readonly elapsedMs: number;
  readonly rowsRead: number;
  readonly bytesRead: number;
}

/** POST api/bongsu/sql: one read-only statement. @param limit rows at most. */
export async function runSql(query: string, limit: number, signal?: AbortSignal): Promise<SqlAnswer> {
  return parseSqlAnswer(await postForm({ path: '/api/bongsu/sql', params: { query, limit }, signal }));
}

export function parseSqlAnswer(body: unknown): SqlAnswer {
  const answer = asRecord(body);
  const statistics = asRecord(answer['statistics']);
  return {
    columns: asArray(answer['columns']).map((column) => {
      const { name, type } = asRecord(column);
      return { name: asText(name) ?? '', type: asText(type) ?? '' };
    }),
    rows: asArray(answer['rows']).map(asArray),
    truncated: answer['truncated'] === true,
    elapsedMs: asNumber(statistics['elapsedMs']) ?? 0,
    rowsRead: asNumber(statistics['rowsRead']) ?? 0,
    bytesRead: asNumber(statistics['bytesRead']) ?? 0,
  };
}

export interface SqlTable {
  readonly name: string;
  readonly comment: string;
  readonly orderBy: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string }[];
}

/** GET api/bongsu/schema: the tables that SQL may read. */
export async function fetchSchema(signal?: AbortSignal): Promise<readonly SqlTable[]> {
  const body = asRecord(await getJson({ path: '/api/bongsu/schema', signal }));
  return asArray(body['tables']).map((item) => {
    const table = asRecord(item);
    return {
      name: asText(table['name']) ?? '',
      comment: asText(table['comment']) ?? '',
      orderBy: asArray(table['orderBy']).flatMap((key) => asText(key) ?? []),
      columns: asArray(table['columns']).map((one) => {
        const { name, type, comment } = asRecord(one);
        return { name: asText(name) ?? '', type: asText(type) ?? '', comment: asText(comment) ?? '' };
      }),
    };
  });
}
