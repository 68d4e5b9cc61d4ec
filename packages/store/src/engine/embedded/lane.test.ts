import { describe, expect, it } from 'vitest';
import { Lane } from './lane.js';

describe('Lane', () => {
  it('serves waiters in the order they came', async () => {
    const lane = new Lane([{ id: 1 }]);
    const first = await lane.take();
    if (typeof first === 'string') throw new Error(first);
    const order: string[] = [];
    const second = lane.take().then((s) => (order.push('second'), s));
    const third = lane.take().then((s) => (order.push('third'), s));
    lane.give(first);
    expect(await second).toBe(first);
    lane.give(first);
    await third;
    expect(order).toEqual(['second', 'third']);
  });

  it('closes once every session is back', async () => {
    const lane = new Lane([{ id: 1 }]);
    const session = await lane.take();
    if (typeof session === 'string') throw new Error(session);
    const waiting = lane.take();
    let closed = false;
    const closing = lane.close().then(() => (closed = true));
    expect(await waiting).toBe('closed');
    expect(await lane.take()).toBe('closed');
    expect(closed).toBe(false);
    lane.give(session);
    await closing;
  });
});
