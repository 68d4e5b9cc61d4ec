import { expect, it } from 'vitest';
import { Closers } from './closers.js';

it('closes the last first, goes on after a failure, and closes nothing twice', async () => {
  const order: string[] = [];
  const closers = new Closers();
  closers.add('engine', () => order.push('engine'));
  closers.add('queue', () => Promise.reject(new Error('stuck')));
  closers.add('listener', async () => void order.push('listener'));
  expect(await closers.close()).toEqual(['queue: stuck']);
  expect(order).toEqual(['listener', 'engine']);
  expect(await closers.close()).toEqual([]);
});
