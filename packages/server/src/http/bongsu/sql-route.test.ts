import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logsRequest } from '../../testkit/otlp-json.js';
import { startApp, testConfig, type RunningApp } from '../../testkit/running-app.js';

const T0 = 1_700_000_000_000_000_000n;
let app: RunningApp;

async function send(tenant: string, ...bodies: string[]): Promise<void> {
  const response = await fetch(`${app.url}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-scope-orgid': tenant },
    body: JSON.stringify(
      logsRequest(
        'shop',
        bodies.map((body, i) => ({ ts: T0 + BigInt(i), body })),
      ),
    ),
  });
  expect(response.status).toBe(200);
}

beforeAll(async () => {
  app = await startApp(
    testConfig((config) => ({ ...config, sql: { ...config.sql, tenants: ['default', "o'brien"], rows: 50 } })),
  );
  await send('default', 'one', 'two', 'three');
  await send("o'brien", 'theirs');
  await send('third', 'secret');
});
afterAll(async () => {
  expect(await app.stop()).toEqual([]);
});

interface Answer {
  readonly columns: { name: string; type: string }[];
  readonly rows: unknown[][];
  readonly truncated: boolean;
  readonly statistics: { readonly rowsRead: number };
  readonly error: string;
}

async function sql(query: string, tenant = 'default', limit?: string) {
  const response = await fetch(`${app.url}/api/bongsu/sql`, {
    method: 'POST',
    headers: { 'x-scope-orgid': tenant },
    body: new URLSearchParams({ query, ...(limit === undefined ? {} : { limit }) }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

describe('/api/bongsu/sql', () => {
  it('gives columns with their types, rows and what was read', async () => {
    const { status, body } = await sql('SELECT body, toUInt64(7) AS n FROM logs ORDER BY ts;');
    expect(status).toBe(200);
    expect(body.columns).toEqual([
      { name: 'body', type: 'String' },
      { name: 'n', type: 'UInt64' },
    ]);
    expect(body.rows).toEqual([
      ['one', '7'],
      ['two', '7'],
      ['three', '7'],
    ]);
    expect(body).toMatchObject({ truncated: false, statistics: { rowsRead: 3 } });
  });

  it.each([
    ["toFixedString(unhex('00ff9f22'), 4)", '00ff9f22'],
    ["[toFixedString(unhex('00ff'), 2), toFixedString('ab', 2)]", ['00ff', '6162']],
    ["toNullable(toFixedString(unhex('80'), 1))", '80'],
    ["map('상점', '주문 🛒')", { 상점: '주문 🛒' }],
    ["concat('a', char(0xE2, 0x80, 0xA8), 'b', char(0xC3, 0xA9))", 'a\u2028bé'],
    ["('é', 1.5, NULL)", ['é', 1.5, null]],
  ])('gives ids in hexadecimal digits and texts as they are: %s', async (expression, value) => {
    const { body } = await sql(`SELECT ${expression} AS "값"`);
    expect(body.rows).toEqual([[value]]);
    expect(body.columns[0]!.name).toBe('값');
  });

  it.each([
    ['the limit asked for', '5', 5],
    ['the limit of the server', '1000', 50],
  ])('cuts off at %s', async (_what, limit, rows) => {
    const { body } = await sql('SELECT number FROM numbers(100000)', 'default', limit);
    expect([body.rows.length, body.truncated]).toEqual([rows, true]);
  });

  it.each([
    ['SHOW TABLES', /logs/],
    ['DESCRIBE logs', /LowCardinality/],
    ['SHOW CREATE TABLE spans', /MergeTree/],
    ['EXPLAIN SELECT body FROM logs', /logs/],
    ["SELECT sumIf(1, body LIKE 't%'), uniqExact(service), quantileTDigest(0.5)(seq) FROM logs", /2/],
    ["SELECT formatReadableSize(1024), multiIf(1, 'a', 'b'), arrayMap(x -> x + 1, [1]), substr('abc', 2)", /1.00 KiB/],
    ['SELECT count() OVER (PARTITION BY service) FROM logs', /3/],
    ["SELECT name FROM system.columns WHERE table = 'logs'", /body/],
  ])('runs %s', async (query, answer) => {
    const { status, body } = await sql(query);
    expect([status, body.error]).toEqual([200, undefined]);
    expect(JSON.stringify(body.rows)).toMatch(answer);
  });

  it.each([
    'SELECT count() FROM logs',
    'SELECT count() FROM bongsu.logs AS spans',
    'WITH x AS (SELECT * FROM logs) SELECT count() FROM (SELECT * FROM x)',
    'SELECT countIf(1) FROM (SELECT * FROM logs UNION ALL SELECT * FROM logs WHERE 0)',
    "SELECT max(tenant) = 'default' AND min(tenant) = 'default' ? 3 : 0 FROM logs",
    "SELECT count() FROM numbers(3) WHERE 'secret' NOT IN (SELECT body FROM logs)",
    'SELECT sum(c) FROM (SELECT uniqExact(body) AS c FROM logs GROUP BY tenant)',
  ])('shows the rows of the tenant alone: %s', async (query) => {
    expect((await sql(query)).body.rows).toSatisfy((rows: unknown[][]) => String(rows[0]?.[0]) === '3');
  });

  it('is for the tenants that the configuration names', async () => {
    expect((await sql('SELECT body FROM logs', "o'brien")).body.rows).toEqual([['theirs']]);
    expect(await sql('SELECT 1', 'third')).toMatchObject({ status: 403, body: { code: 'sql_disabled' } });
  });

  it.each([
    "SELECT file('/etc/passwd')",
    "SELECT * FROM file('/etc/passwd', 'LineAsString')",
    "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
    "SELECT * FROM s3('http://127.0.0.1:1/x')",
    "SELECT * FROM executable('x.sh', 'TSV', 'x String')",
    "SELECT * FROM remote('127.0.0.1', bongsu.logs)",
    "SELECT * FROM merge('bongsu', '.*')",
    'SELECT * FROM mergeTreeIndex(bongsu, logs)',
    "SELECT dictGet('x', 'y', 1)",
    "SELECT joinGet('bongsu.logs', 'body', 1)",
    "SELECT hasColumnInTable('127.0.0.1', 'system', 'one', 'dummy')",
    "SELECT getSetting('readonly')",
    "SELECT getServerSetting('path')",
    'SELECT sleep(3)',
    "SELECT aiGenerate('x')",
    'SELECT addressToLine(1)',
    'SELECT * FROM (SELECT body FROM logs SETTINGS additional_table_filters = {})',
    'SELECT query FROM system.processes',
    'SELECT * FROM system.settings',
    'SHOW PROCESSLIST',
    'INSERT INTO logs (body) VALUES (1)',
    "SELECT 1 INTO OUTFILE '/tmp/bongsu-outfile'",
    'DROP TABLE logs',
    'SET readonly = 0',
    'SYSTEM SHUTDOWN',
    'SELECT 1; DROP TABLE logs',
    'SELECT {p1:String}',
  ])('refuses %s', async (query) => {
    const { status, body } = await sql(query);
    expect([status, body.error]).toEqual([400, expect.stringMatching(/^line 1, col \d+: /)]);
  });

  it('gives the words of the engine when a statement is wrong', async () => {
    const { status, body } = await sql('SELECT nothing FROM logs');
    expect(status).toBe(400);
    expect(body.error).toMatch(/^Unknown expression.*identifier `nothing`/);
  });

  it.each(['0', '-1', 'all'])('refuses limit=%s', async (limit) => {
    expect((await sql('SELECT 1', 'default', limit)).status).toBe(400);
  });
});

it('/api/bongsu/schema names the tables with their columns', async () => {
  const response = await fetch(`${app.url}/api/bongsu/schema`);
  const { tables } = (await response.json()) as {
    tables: { name: string; columns: { name: string; type: string }[] }[];
  };
  expect(tables.find(({ name }) => name === 'logs')?.columns).toContainEqual(
    expect.objectContaining({ name: 'body', type: 'String' }),
  );
  const refused = await fetch(`${app.url}/api/bongsu/schema`, { headers: { 'x-scope-orgid': 'third' } });
  expect(refused.status).toBe(403);
});
