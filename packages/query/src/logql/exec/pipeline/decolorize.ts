import { RE2JS } from 're2js';
import type { RunStage } from './stage.js';

/** Escape sequences of terminals, as Loki knows them (pkg/logql/log/fmt.go). */
const ANSI = RE2JS.compile(
  '[\\x{1b}\\x{9b}][\\[\\]()#;?]*' +
    '(?:(?:(?:[a-zA-Z\\d]*(?:;[a-zA-Z\\d]*)*)?\\x{07})|(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PRZcf-ntqry=><~]))',
);

/** `| decolorize`: takes the colours out of the line. */
export function decolorize(): RunStage {
  return (state) => {
    const { line } = state;
    if (line.includes('\x1b') || line.includes('\x9b')) state.line = ANSI.matcher(line).replaceAll('');
    return true;
  };
}
