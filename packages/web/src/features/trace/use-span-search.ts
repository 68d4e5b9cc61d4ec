import { useEffect, useState } from 'react';
import { spanMatches, type TreeNode } from './tree.js';

/** Spans looked at before the page gets its turn again: some milliseconds. */
const SLICE = 1_000;

/**
 * Nodes whose span has the text, in their order; undefined without a text. While it looks, what it found before stays:
 * the search of a large trace takes a second, in which the page is free.
 */
export function useSpanSearch(nodes: readonly TreeNode[], text: string | undefined): readonly TreeNode[] | undefined {
  const [hits, setHits] = useState<readonly TreeNode[]>();
  useEffect(() => {
    if (text === undefined) {
      setHits(undefined);
      return;
    }
    const found: TreeNode[] = [];
    let next = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = (): void => {
      for (const node of nodes.slice(next, next + SLICE)) if (spanMatches(node.span, text)) found.push(node);
      next += SLICE;
      if (next < nodes.length) timer = setTimeout(slice);
      else setHits(found);
    };
    slice();
    return () => clearTimeout(timer);
  }, [nodes, text]);
  return text === undefined ? undefined : hits;
}
