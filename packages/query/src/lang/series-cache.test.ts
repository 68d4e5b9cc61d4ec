import { expect, it } from 'vitest';
import { err, ok } from '@bongsu/model';
import { SeriesCache } from './series-cache.js';

it('keeps an answer until series may have been stored', async () => {
  const cache = new SeriesCache();
  let reads = 0;
  const read = (): Promise<readonly number[]> => Promise.resolve([++reads]);
  expect([await cache.get('up', read), await cache.get('up', read), await cache.get('down', read)]).toEqual([[1], [1], [2]]); // prettier-ignore
  cache.invalidate();
  expect(await cache.get('up', read)).toEqual([3]);
});

it('does not keep what was read while series were stored', async () => {
  const cache = new SeriesCache();
  await cache.get('up', () => {
    cache.invalidate();
    return Promise.resolve(['before']);
  });
  expect(await cache.get('up', () => Promise.resolve(['after']))).toEqual(['after']);
});

it('lets go of the oldest answers when it holds too many series', async () => {
  const cache = new SeriesCache(5);
  const asked: string[] = [];
  const get = (key: string, count: number): Promise<readonly string[]> =>
    cache.get(key, () => {
      asked.push(key);
      return Promise.resolve(new Array<string>(count).fill(key));
    });
  for (const [key, count] of [['a', 1], ['b', 1], ['c', 1], ['b', 1], ['a', 1], ['many', 9], ['many', 9]] as const) await get(key, count); // prettier-ignore
  expect(asked).toEqual(['a', 'b', 'c', 'a', 'many', 'many']);
});

it('does not keep a failure', async () => {
  const cache = new SeriesCache();
  expect(await cache.ask('up', () => Promise.resolve(err('busy')))).toEqual(err('busy'));
  expect(await cache.ask('up', () => Promise.resolve(ok([1])))).toEqual(ok([1]));
  expect(await cache.ask('up', () => Promise.resolve(err('busy')))).toEqual(ok([1]));
});
