import { anchoredPattern } from '../../lang/index.js';
import { call, col, infix, not, param, type Expr } from '../../sql/index.js';
import type { LabelMatch } from '../plan/nodes.js';

/** A condition on `log_streams`; an absent label reads as ''. */
export function compileLabelMatch({ matcher }: LabelMatch): Expr {
  return compileTextMatch(call('arrayElement', col('labels'), param('String', matcher.name)), matcher);
}

/** `text` passes the matcher: equality, or RE2 over the whole of it with a dot matching line feeds. */
export function compileTextMatch(text: Expr, matcher: LabelMatch['matcher']): Expr {
  switch (matcher.op) {
    case '=':
    case '!=':
      return infix(text, matcher.op, param('String', matcher.value));
    case '=~':
      return call('match', text, param('String', anchoredPattern(matcher.value)));
    case '!~':
      return not(call('match', text, param('String', anchoredPattern(matcher.value))));
  }
}
