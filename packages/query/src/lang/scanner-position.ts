import type { LineColumn } from './parse-error.js';

/** Where an offset stands for Go's text/scanner, which Loki and Tempo use: the column counts characters. */
export function scannerPosition(text: string, offset: number): LineColumn {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { line: lines.length, column: [...lines.at(-1)!].length + 1 };
}
