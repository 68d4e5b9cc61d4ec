import type { SeriesFunction } from '../context.js';
import { compareLabels } from '../label-set.js';
import { warnIfRange } from './sort.js';

const CHUNKS = /\d+|\D+/g;
const isNumber = (chunk: string): boolean => /^\d+$/.test(chunk) && Number(chunk) < 2 ** 63;

/**
 * Whether `a` comes before `b`, which differs from it, with runs of digits compared as numbers: `node2` before `node10`.
 * Of texts equal in that sense the one that is used up first is first.
 */
export function isNaturallyBefore(a: string, b: string): boolean {
  const chunksA = a.match(CHUNKS) ?? [];
  const chunksB = b.match(CHUNKS) ?? [];
  for (let i = 0; i < chunksA.length; i++) {
    if (i >= chunksB.length) return false;
    const x = chunksA[i]!;
    const y = chunksB[i]!;
    const numeric = isNumber(x) && isNumber(y);
    if (numeric ? Number(x) !== Number(y) : x !== y) return numeric ? Number(x) < Number(y) : x < y;
    if (i === chunksA.length - 1) return true;
    if (i === chunksB.length - 1) return false;
  }
  // As in Prometheus nothing comes before the empty text, nor it before anything.
  return false;
}

/** Orders an instant query by the values of labels, then by all labels. */
const sorting = (direction: 1 | -1): SeriesFunction => ({
  kind: 'series',
  evaluate: async (node, context) => {
    const [vector, ...texts] = node.args;
    warnIfRange(node, context);
    const labels = await Promise.all(texts.map((text) => context.text(text)));
    const series = [...(await context.vector(vector!))].sort((a, b) => {
      for (const label of labels) {
        const x = a.labels.get(label);
        const y = b.labels.get(label);
        if (x !== y) return isNaturallyBefore(x, y) ? -direction : direction;
      }
      return direction * compareLabels(a.labels, b.labels);
    });
    return { type: 'vector', series };
  },
});

export const sortByLabel = sorting(1);
export const sortByLabelDesc = sorting(-1);
