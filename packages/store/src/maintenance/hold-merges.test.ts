import { expect, it } from 'vitest';
import { must, openTemporary, rowsOf } from '../engine/temporary-store.testkit.js';
import { holdMerges } from './hold-merges.js';

it('keeps parts apart until it lets go', async () => {
  const { engine, close } = await openTemporary();
  const parts = async (): Promise<unknown> =>
    (await rowsOf(engine, "SELECT count() FROM system.parts WHERE table = 'logs' AND active"))[0]![0];
  const letGo = must(await holdMerges(engine));
  for (let i = 0; i < 3; i++) must(await engine.command(`INSERT INTO logs (tenant, seq) VALUES ('default', ${i})`));
  expect(await engine.command('OPTIMIZE TABLE logs FINAL')).toMatchObject({ ok: false });
  expect(await parts()).toBe('3');
  must(await letGo());
  must(await engine.command('OPTIMIZE TABLE logs FINAL'));
  expect(await parts()).toBe('1');
  await close();
});
