import { parsePattern } from '../../syntax/index.js';
import type { RunStage } from './stage.js';

/**
 * `| pattern "<ip> - <_>"`: what stands between the pattern's texts becomes labels. A text in front must begin the
 * line; where a later one is missing, the capture before it takes the rest (pkg/logql/log/pattern/pattern.go).
 */
export function patternParser(pattern: string): RunStage {
  const parsed = parsePattern(pattern);
  if (!parsed.ok) throw new Error(`BUG: pattern not checked: ${parsed.error}`);
  const [first, ...rest] = parsed.value;
  const prefix = 'text' in first! ? first.text : '';
  const parts = 'text' in first! ? rest : parsed.value;
  return ({ line, labels }) => {
    if (line === '' || labels.satisfied || !line.startsWith(prefix)) return true;
    let at = prefix.length;
    for (let i = 0; i < parts.length; i += 2) {
      const capture = parts[i]!;
      const until = parts[i + 1];
      const end = until && 'text' in until ? line.indexOf(until.text, at) : -1;
      if ('capture' in capture && capture.capture !== '_') {
        labels.extract(capture.capture, end < 0 ? line.slice(at) : line.slice(at, end));
      }
      if (end < 0) break;
      at = end + (until as { readonly text: string }).text.length;
    }
    return true;
  };
}
