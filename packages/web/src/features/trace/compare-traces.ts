import { type CallPath } from './call-paths.js';

/** What a way of calls is in two traces; `undefined` where a trace does not have it. */
export interface PathPair {
  readonly key: string;
  readonly service: string;
  readonly name: string;
  readonly depth: number;
  readonly left: CallPath | undefined;
  readonly right: CallPath | undefined;
  /** Nanoseconds that the right one takes longer, all its spans together; what a trace does not have takes none. */
  readonly delta: number;
}

/**
 * The ways of two traces side by side, parents before children; on each level first those of the left in their order,
 * then those that only the right has.
 */
export function compareTraces(left: readonly CallPath[], right: readonly CallPath[]): readonly PathPair[] {
  const pairs: PathPair[] = [];
  const stack = pairUp(left, right).reverse();
  for (let pair = stack.pop(); pair !== undefined; pair = stack.pop()) {
    pairs.push(pair);
    stack.push(...pairUp(pair.left?.children ?? [], pair.right?.children ?? []).reverse());
  }
  return pairs;
}

function pairUp(left: readonly CallPath[], right: readonly CallPath[]): PathPair[] {
  const rest = new Map(right.map((path) => [path.step, path]));
  const both = left.map((path) => {
    const other = rest.get(path.step);
    rest.delete(path.step);
    return pairOf(path, other);
  });
  return [...both, ...[...rest.values()].map((path) => pairOf(undefined, path))];
}

function pairOf(left: CallPath | undefined, right: CallPath | undefined): PathPair {
  const either = left ?? right;
  if (!either) throw new Error('BUG: a pair of nothing');
  const { service, name, depth } = either;
  const key = `${left?.key ?? ''}/${right?.key ?? ''}`;
  return { key, service, name, depth, left, right, delta: (right?.total ?? 0) - (left?.total ?? 0) };
}
