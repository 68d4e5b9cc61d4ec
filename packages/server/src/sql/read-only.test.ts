import { describe, expect, it } from 'vitest';
import { checkReadOnly } from './read-only.js';

const mayCall = (name: string): boolean => ['count', 'sum', 'lower', 'numbers', 'tostring', 'replace'].includes(name);

describe('checkReadOnly', () => {
  it.each([
    'SELECT 1',
    '  select count() FROM logs -- all of them',
    'SELECT \'INTO OUTFILE; file(\' AS x, "SETTINGS", `format` FROM logs',
    "SELECT 'it''s', 'back\\'slash' /* ; file( */ FROM logs;",
    'WITH x AS (SELECT 1) SELECT * FROM x WHERE (1) IN (SELECT 2)',
    '(SELECT 1) UNION ALL (SELECT 2)',
    'SELECT CAST(a AS Nullable(String)), b::Array(Tuple(UInt8, String)) FROM spans',
    'SELECT * FROM numbers(10) AS n JOIN bongsu.logs ON 1 = 1',
    "SELECT body FROM logs WHERE body = '{p1:String} 한글'",
    'SHOW TABLES',
    'SHOW CREATE TABLE logs',
    'DESCRIBE logs',
    'EXPLAIN SELECT 1',
    'EXPLAIN PLAN indexes = 1 SELECT 1',
    'SELECT name FROM system.columns;;',
    'SELECT 1e-5, .5, 0x1F, a.1.2',
  ])('takes %s', (sql) => {
    expect(checkReadOnly(sql, mayCall)).toEqual({ ok: true, value: sql.replace(/;+$/, '') });
  });

  it.each([
    ['', 0, 'no statement'],
    ['-- nothing', 0, 'no statement'],
    ['INSERT INTO logs VALUES (1)', 0, 'only SELECT'],
    ['DROP TABLE logs', 0, 'only SELECT'],
    ['SELECT 1; DROP TABLE logs', 8, 'one statement'],
    ["SELECT 1 INTO OUTFILE '/tmp/x'", 9, 'INTO'],
    ['SELECT 1 FORMAT Null', 9, 'FORMAT'],
    ['SELECT * FROM (SELECT 1 SETTINGS readonly = 0)', 24, 'SETTINGS'],
    ['SELECT 1 PARALLEL WITH DROP TABLE logs', 9, 'PARALLEL'],
    ["SELECT file('/etc/passwd')", 7, 'file()'],
    ["SELECT `file`('/etc/passwd')", 7, 'file()'],
    ["SELECT FILE /* */ ('/etc/passwd')", 7, 'FILE()'],
    ["SELECT * FROM url('http://127.0.0.1/')", 14, 'url()'],
    ["SELECT * FROM logs, s3('x')", 20, 's3()'],
    ["SELECT * FROM merge('bongsu', '.*')", 14, 'merge()'],
    ['SELECT * FROM system.users', 14, 'system.users'],
    ['SELECT * FROM SYSTEM . "users"', 14, 'SYSTEM.users'],
    ['SELECT 1 IN `system`.`processes`', 12, 'system.processes'],
    ['SELECT * FROM information_schema.tables', 14, 'information_schema.tables'],
    ['SELECT {x:Identifier}', 7, 'parameters'],
    ["SELECT $a$ ' $a$, file('/etc/passwd') -- '", 7, '$'],
    ["SELECT 1 # '\n, file('/etc/passwd') -- '", 9, '#'],
    ["SELECT ‘ ' ’, file('/etc/passwd') -- '", 7, 'quotes'],
    ["SELECT 'open", 7, 'not closed'],
    ['SELECT 1 /* open', 9, 'comment'],
    ['SHOW PROCESSLIST', 0, 'SHOW knows'],
    ['SHOW CREATE USER default', 0, 'SHOW knows'],
    ['EXPLAIN INSERT INTO logs SELECT 1', 8, 'EXPLAIN'],
    ["DESCRIBE TABLE file('/etc/passwd')", 15, 'file()'],
    ["DESCRIBE file('/etc/passwd')", 9, 'file()'],
  ])('refuses %s', (sql, at, message) => {
    const checked = checkReadOnly(sql, mayCall);
    expect(checked).toMatchObject({ ok: false, error: { at } });
    expect(checked.ok ? '' : checked.error.message).toContain(message);
  });
});
