/** A stretch of query text: UTF-16 offsets, `end` exclusive. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a query's text, and where. The message has no position in it. */
export interface ParseError {
  readonly message: string;
  readonly range: SourceRange;
}

/** Where an offset stands: both from 1, the column in UTF-8 bytes as the Go parsers count it. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

const encoder = new TextEncoder();

export function lineColumn(text: string, offset: number): LineColumn {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let i = before.indexOf('\n'); i >= 0; i = before.indexOf('\n', i + 1)) line++;
  return { line, column: encoder.encode(before.slice(lineStart)).length + 1 };
}
