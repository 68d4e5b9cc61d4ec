import { compileAnchored, type Matcher } from '../../lang/index.js';

/** Takes the label's value, '' for an absent one. The pattern must have been checked. */
export function labelPredicate({ op, value }: Matcher): (text: string) => boolean {
  switch (op) {
    case '=':
      return (text) => text === value;
    case '!=':
      return (text) => text !== value;
    case '=~':
    case '!~': {
      const re = compileAnchored(value);
      if (!re.ok) throw new Error(`BUG: pattern not checked: ${re.error}`);
      return op === '=~' ? (text) => re.value.matches(text) : (text) => !re.value.matches(text);
    }
  }
}
