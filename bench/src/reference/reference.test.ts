import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationMs } from '@bongsu/model';
import { openEmbedded, type EmbeddedEngine } from '@bongsu/store';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { each, rowsOf, runReference, type Ask, type Reference, type Row } from './reference.js';

const folder = mkdtempSync(join(tmpdir(), 'bongsu-reference-'));
let engine: EmbeddedEngine;
const asked: string[] = [];

const ask: Ask = async (sql) => {
  asked.push(sql);
  const limits = { time: durationMs(10_000), memoryBytes: 1e9 };
  const answer = await engine.query({ sql, params: [] }, 'JSONCompactEachRow', { limits });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
};

const rows = async (...reference: Reference): Promise<Row[][]> => {
  asked.length = 0;
  return (await runReference(reference, ask)).map(rowsOf);
};

beforeAll(async () => {
  const opened = await openEmbedded({ folder });
  if (!opened.ok) throw new Error(opened.error.message);
  engine = opened.value;
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

it('names in a statement what the one before it found, each once', async () => {
  const first = `SELECT arrayJoin(['ff', '0a', 'ff'])`;
  expect(
    await rows(first, `SELECT length([${each(`unhex('?')`)}]), hex(max(arrayJoin([${each(`unhex('?')`)}])))`),
  ).toEqual([[['ff'], ['0a'], ['ff']], [['2', 'FF']]]);
  expect(asked[1]).toContain(`[unhex('ff'), unhex('0a')]`);
});

it('asks nothing about what was not found', async () => {
  expect(await rows('SELECT 1 WHERE 0', `SELECT 2 WHERE 1 IN (${each('?')})`, 'SELECT 3')).toEqual([[], [], [[3]]]);
  expect(asked).toHaveLength(2);
});

it('puts nothing into a statement but numbers and hex', async () => {
  await expect(rows(`SELECT 'a b'`, `SELECT ${each('?')}`)).rejects.toThrow('neither a number nor hex: a b');
});

it('reads all of a range where too little is near its end', async () => {
  const statement = (enough: number): Reference[number] => ({
    near: 'SELECT number FROM numbers(2)',
    enough,
    all: 'SELECT number FROM numbers(3)',
  });
  expect(await rows(statement(2))).toEqual([[['0'], ['1']]]);
  expect(asked).toHaveLength(1);
  expect(await rows(statement(3))).toEqual([[['0'], ['1'], ['2']]]);
  expect(asked).toHaveLength(2);
});
