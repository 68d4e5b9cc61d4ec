import { DEFAULT_TENANT, LOG_ROW, type RowLayout, type Rows } from '@bongsu/model';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, col, LOGS, type Select } from '../../sql/index.js';
import { openTestEngine, type TestEngine } from '../../testkit/engine.js';
import { queryLogs } from '../query-logs.js';
import { after, storeLines, T0, type TestLine } from '../testkit/log-data.js';
import { StoredLinesReader } from './stored-lines.js';
import { Tail } from './tail.js';

const SHOP = { app: 'shop', service_name: 'shop' };
const PAY = { app: 'pay', service_name: 'pay' };
const TRACE = '0af7651916cd43dd8448eb211c80319c';
const LINES: readonly TestLine[] = [
  { ts: after(3), labels: SHOP, line: '{"status":500,"path":"/a"}', detectedLevel: 'error' },
  {
    ts: after(1),
    labels: SHOP,
    line: '{"status":200,"path":"/b"}',
    attributes: [{ key: 'user.id', value: 'u1', type: 's' }],
  },
  { ts: after(2), labels: PAY, line: 'status=500 경로=/c', traceId: TRACE, severityText: 'WARN', severityNumber: 13 },
  { ts: after(2), labels: SHOP, line: 'tie', flags: 1, droppedAttributes: 2, observed: after(9) },
];

let engine: TestEngine;
let stored: Rows;
beforeAll(async () => {
  engine = await openTestEngine();
  await storeLines(engine, LINES);
  stored = await rowsOf(LOG_ROW, LINES.length);
});
afterAll(() => engine.close());

/** The rows as an inserter was given them. */
async function rowsOf(layout: RowLayout, count: number): Promise<Rows> {
  const select: Select = {
    columns: layout.map(([name, type]) => ({ expr: type === 'String' ? call('toString', col(name)) : col(name) })),
    from: { kind: 'table', name: LOGS.name },
  };
  const bytes = await engine.runner.binary(select);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return { count, bytes: bytes.value };
}

function tailOf(query: string): Tail {
  const tail = Tail.of(query);
  if (!tail.ok) throw new Error(tail.error.message);
  return tail.value;
}

const range = { tenant: DEFAULT_TENANT, start: T0, end: after(100) };

it.each([
  ['{app=~".+"}', 4],
  ['{app="shop"}', 3],
  ['{app="shop"} |= "status"', 2],
  ['{app=~".+"} | json | status = 500', 1],
  ['{app=~".+"} | logfmt | status >= 500', 1],
  ['{app=~".+"} | user_id = "u1" | line_format "{{.app}}: {{__line__}}"', 1],
  ['{app=~".+"} | detected_level = "error"', 1],
  [`{app=~".+", trace_id="${TRACE}"}`, 1],
  ['{app=~".+"} | json | drop path, __error__, __error_details__', 4],
  ['{app="none"}', 0],
])('%s takes of a commit what a query finds in the store', async (query, count) => {
  const taken = await tailOf(query).take(new StoredLinesReader(DEFAULT_TENANT, engine.runner).read(stored));
  if (!taken.ok) throw new Error(taken.error.message);
  const replayed = await tailOf(query).replay({ ...range, limit: 100 }, engine.runner);
  if (!replayed.ok) throw new Error(replayed.error.message);
  expect(taken.value).toHaveLength(count);
  expect(taken.value).toEqual(replayed.value);
  const found = await queryLogs({ ...range, query, limit: 100, direction: 'forward' }, engine.runner);
  if (!found.ok) throw new Error(found.error.message);
  expect(found.value.streams.flatMap(({ entries }) => entries.map(({ line }) => line)).sort()).toEqual(
    taken.value.map(({ line }) => line).sort(),
  );
});

it('replays the newest lines, oldest first', async () => {
  const replayed = await tailOf('{app=~".+"}').replay({ ...range, limit: 3 }, engine.runner);
  expect(replayed.ok && replayed.value.map(({ line }) => line)).toEqual([
    'status=500 경로=/c',
    'tie',
    '{"status":500,"path":"/a"}',
  ]);
});

it.each([
  ['{app="shop"', 'parse'],
  ['rate({app="shop"}[1m])', 'unsupported'],
])('refuses %s', (query, kind) => {
  const tail = Tail.of(query);
  expect(!tail.ok && tail.error.kind).toBe(kind);
});
