import { scannerPosition } from '../../lang/index.js';
import type { SyntaxFault } from './ast.js';

/** A fault as Tempo words it: with line and column when the text is no TraceQL, else without. */
export function faultText(text: string, fault: SyntaxFault): string {
  if (fault.kind !== 'parse') return `invalid TraceQL query: ${fault.message}`;
  const { line, column } = scannerPosition(text, fault.at ?? fault.range.start);
  return `invalid TraceQL query: parse error at line ${fault.forgetsLine ? 0 : line}, col ${column}: ${fault.message}`;
}
