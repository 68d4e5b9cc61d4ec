import { describe, expect, it } from 'vitest';
import { durationMs, systemClock } from '@bongsu/model';
import { ExpectedTime } from './expected-time.js';
import { ReadTurns, type ReadKind, type Turn } from './read-turns.js';

const SESSIONS = ['a', 'b', 'c', 'd', 'e'];

/** Turns under a clock that stands still, with a list of who runs. */
function turns({ longAtOnce = 2, sessions = SESSIONS } = {}) {
  let now = 0;
  let pressure = 0;
  const expected = new ExpectedTime();
  expected.observe('short', 10);
  expected.observe('1s', 1000);
  expected.observe('3s', 3000);
  const reads = new ReadTurns({
    sessions,
    longAtOnce,
    expected,
    clock: { ...systemClock(), monotonic: () => now },
    pressure: () => pressure,
  });
  const running = new Map<string, Turn<string>>();
  const begin = (name: string, shape: string, kind: ReadKind = 'statement'): void => {
    void reads.take(shape, kind).then((turn) => {
      if (typeof turn !== 'string') running.set(name, turn);
    });
  };
  const settled = async (): Promise<string[]> => {
    await new Promise((resolve) => setImmediate(resolve));
    return [...running.keys()].sort();
  };
  /** Of what was cut off nothing is learned, as the clock stands still. */
  const end = async (name: string, how: 'answered' | 'cut off' = 'cut off'): Promise<void> => {
    await settled();
    running.get(name)!.end(how);
    running.delete(name);
  };
  return {
    reads,
    begin,
    end,
    running: settled,
    wait: (ms: number) => void (now += ms),
    press: (much: number) => void (pressure = much),
  };
}

describe('ReadTurns', () => {
  it.each<[string, readonly [string, string, ReadKind?][], readonly string[]]>([
    [
      'short ones take every session',
      Array.from({ length: 6 }, (_, i) => [`${i}`, 'short']),
      ['0', '1', '2', '3', '4'],
    ],
    [
      'long ones as many as are allowed',
      [
        ['x', '3s'],
        ['y', '1s'],
        ['z', '1s'],
      ],
      ['x', 'y'],
    ],
    [
      'those not seen before as many as long ones',
      [
        ['x', '?'],
        ['y', '??'],
        ['z', '???'],
      ],
      ['x', 'y'],
    ],
    [
      'one not seen before passes long ones that wait',
      [
        ['x', '3s'],
        ['y', '3s'],
        ['z', '?'],
        ['u', '??'],
      ],
      ['x', 'y', 'z'],
    ],
    [
      'a short one passes long ones that wait',
      [
        ['x', '3s'],
        ['y', '3s'],
        ['z', '3s'],
        ['s', 'short'],
      ],
      ['s', 'x', 'y'],
    ],
    [
      'streams leave room for a long one and a short one',
      [
        ['p', '?', 'stream'],
        ['q', '?', 'stream'],
        ['r', '?', 'stream'],
        ['x', '3s'],
        ['y', '3s'],
        ['s', 'short'],
      ],
      ['p', 'q', 's', 'x', 'y'],
    ],
  ])('%s', async (_, asked, expected) => {
    const { begin, running } = turns();
    for (const [name, shape, kind] of asked) begin(name, shape, kind);
    expect(await running()).toEqual(expected);
  });

  it('runs long ones though there is a single session', async () => {
    const { begin, end, running } = turns({ sessions: ['a'] });
    begin('x', '3s');
    begin('y', '3s');
    expect(await running()).toEqual(['x']);
    await end('x');
    expect(await running()).toEqual(['y']);
  });

  it('begins half as many long ones while inserts need the engine', async () => {
    const { begin, end, running, press } = turns({ longAtOnce: 4 });
    for (const name of ['v', 'w', 'x', 'y', 'z']) begin(name, '1s');
    expect(await running()).toEqual(['v', 'w', 'x', 'y']);
    press(0.3);
    for (const name of ['v', 'w']) await end(name);
    expect(await running()).toEqual(['x', 'y']);
    await end('x');
    expect(await running()).toEqual(['y', 'z']);
  });

  it('rests between long ones while inserts take all of the engine', async () => {
    const { begin, end, running, wait, press } = turns();
    press(1);
    begin('x', '1s');
    begin('y', '1s');
    await running();
    wait(1000);
    await end('x');
    wait(2999);
    begin('s', 'short');
    expect(await running()).toEqual(['s']);
    wait(1);
    await end('s');
    expect(await running()).toEqual(['y']);
  });

  it('lets a shorter one overtake a longer one, and only for some time', async () => {
    const { begin, end, running, wait } = turns({ longAtOnce: 1 });
    begin('first', '3s');
    begin('long', '3s');
    wait(5000);
    begin('shorter', '1s');
    wait(16_000);
    begin('too late', '1s');
    await end('first');
    expect(await running()).toEqual(['shorter']);
    await end('shorter');
    expect(await running()).toEqual(['long']);
    await end('long');
    expect(await running()).toEqual(['too late']);
  });

  it('learns from how long a shape took', async () => {
    const { begin, end, running, wait } = turns({ longAtOnce: 1 });
    begin('x', '3s');
    begin('new', 'new');
    await end('x');
    expect(await running()).toEqual(['new']);
    wait(20);
    begin('y', '3s');
    await end('new', 'answered');
    expect(await running()).toEqual(['y']);
    begin('again', 'new');
    expect(await running()).toEqual(['again', 'y']);
  });

  it('refuses a waiter in time, and on abort', async () => {
    const { reads, begin, end, running } = turns({ sessions: ['a'] });
    begin('x', '1s');
    await running();
    expect(await reads.take('1s', 'statement', durationMs(10))).toBe('timeout');
    const abort = new AbortController();
    const waiting = reads.take('1s', 'statement', undefined, abort.signal);
    abort.abort();
    expect(await waiting).toBe('cancelled');
    expect(await reads.take('1s', 'statement', undefined, AbortSignal.abort())).toBe('cancelled');
    // Nobody waits any more: the session is free for the next.
    await end('x');
    begin('y', '1s');
    expect(await running()).toEqual(['y']);
  });

  it('closes once every session is back', async () => {
    const { reads, begin, end, running } = turns({ sessions: ['a'] });
    begin('x', '1s');
    await running();
    const waiting = reads.take('1s', 'statement');
    let closed = false;
    const closing = reads.close().then(() => (closed = true));
    expect(await waiting).toBe('closed');
    expect(await reads.take('1s', 'statement')).toBe('closed');
    expect(closed).toBe(false);
    await end('x');
    await closing;
  });
});
