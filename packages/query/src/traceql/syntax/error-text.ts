import { scannerPosition } from '../../lang/index.js';
import type { SyntaxFault } from './ast.js';

/** A fault as Tempo words it: with line and column when the text is no TraceQL, else without. */
export function faultText(text: string, fault: SyntaxFault): string {
  return `invalid TraceQL query: ${placedText(text, fault)}`;
}

/** What `faultText` says, without saying that a query is wrong. */
export function placedText(text: string, fault: SyntaxFault): string {
  if (fault.kind !== 'parse') return fault.message;
  const { line, column } = scannerPosition(text, fault.at ?? fault.range.start);
  return `parse error at line ${fault.forgetsLine ? 0 : line}, col ${column}: ${fault.message}`;
}
