import { scannerPosition } from '../../lang/index.js';
import type { SyntaxFault } from './ast.js';

/** A fault as Loki words it: with line and column when the text is no LogQL, without when it has no meaning. */
export function faultText(text: string, fault: SyntaxFault): string {
  // Go's scanner has no position in a text without a character.
  if (fault.kind === 'check' || text === '') return `parse error : ${fault.message}`;
  const { line, column } = scannerPosition(text, fault.range.start);
  return `parse error at line ${line}, col ${column}: ${fault.message}`;
}
