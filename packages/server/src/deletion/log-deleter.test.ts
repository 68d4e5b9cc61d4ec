import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_TENANT, durationMs, nanos, systemClock } from '@bongsu/model';
import { PIPELINE_LIMITS } from '@bongsu/query/logql';
import { createSqlRunner, LogDeletionTable, migrate, openEmbedded, type LogDeletion } from '@bongsu/store';
import { expect, it } from 'vitest';
import { createLogger } from '../self/logger.js';
import { LogDeleter } from './log-deleter.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const MEMORY = 512 * 1024 * 1024;

it('carries out at the next start what was left undone, but not what was taken back', async () => {
  const clock = systemClock();
  const logger = createLogger({ level: 'silent', format: 'json' });
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-deleter-'));
  const opened = await openEmbedded({ folder, memoryBytes: MEMORY, clock, logger });
  if (!opened.ok) throw new Error(opened.error.message);
  const engine = opened.value;
  expect(await migrate({ engine, clock })).toMatchObject({ ok: true });
  const logs = [1, 2, 3].map((n) => `('default', ${n}, unhex('${TRACE}'), '${n === 2 ? 'keep' : 'drop'} ${n}')`);
  expect(await engine.command(`INSERT INTO logs (tenant, seq, trace_id, body) VALUES ${logs.join()}`)).toMatchObject({
    ok: true,
  });

  const table = new LogDeletionTable(engine);
  const left: LogDeletion = {
    tenant: DEFAULT_TENANT,
    id: 'left',
    query: `{trace_id="${TRACE}"} |= "drop"`,
    start: nanos(0n),
    end: nanos(1n),
    created: nanos(5n),
    status: 'received',
  };
  await table.put(left);
  await table.put({ ...left, id: 'back', query: `{trace_id="${TRACE}"}`, created: nanos(6n) });
  const runner = createSqlRunner(engine, { time: durationMs(10_000), memoryBytes: MEMORY });
  const deleter = new LogDeleter({ engine, runner, clock, logger, pipelineLimits: PIPELINE_LIMITS });
  expect(await deleter.cancel(DEFAULT_TENANT, 'back')).toEqual({ ok: true, value: undefined });
  expect(await deleter.cancel(DEFAULT_TENANT, 'back')).toMatchObject({ ok: false, error: { code: 'not_found' } });

  await deleter.resume();
  const rest = await runner.rows({
    columns: [{ expr: { kind: 'column', name: 'body' } }],
    from: { kind: 'table', name: 'logs' },
  });
  expect(rest).toEqual({ ok: true, value: [['keep 2']] });
  expect(await deleter.list(DEFAULT_TENANT)).toEqual({ ok: true, value: [{ ...left, status: 'processed' }] });
  await deleter.close();
  await engine.close();
});
