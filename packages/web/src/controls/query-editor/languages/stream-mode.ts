import { StreamLanguage } from '@codemirror/language';

export interface Words {
  readonly functions: ReadonlySet<string>;
  readonly keywords: ReadonlySet<string>;
  /** Words that stand for a value. */
  readonly atoms: ReadonlySet<string>;
  /** A name: of a label, or of an attribute with its dots. */
  readonly name: RegExp;
  readonly comments: boolean;
}

/** Colours for a language of pipelines: line by line, so unfinished text keeps its colours. */
export function streamMode(words: Words): StreamLanguage<{ raw: boolean }> {
  return StreamLanguage.define<{ raw: boolean }>({
    startState: () => ({ raw: false }),
    token(stream, state) {
      if (state.raw) {
        state.raw = !stream.skipTo('`');
        if (state.raw) stream.skipToEnd();
        else stream.next();
        return 'string';
      }
      if (stream.eatSpace()) return null;
      if (words.comments && stream.match(/#.*|\/\/.*/)) return 'comment';
      if (stream.match(/"(?:[^"\\]|\\.)*"?/)) return 'string';
      if (stream.match('`')) {
        state.raw = true;
        return 'string';
      }
      if (stream.match(/\d[\d.]*(?:[a-zA-Zµ]+[\d.]*)*/)) return 'number';
      const name = stream.match(words.name);
      if (name) {
        const word = (name as RegExpMatchArray)[0];
        if (words.functions.has(word) && stream.match(/\s*(?=\(|(?:by|without)\s*\()/)) return 'variableName.function';
        if (words.keywords.has(word)) return 'keyword';
        if (words.atoms.has(word)) return 'atom';
        return 'propertyName';
      }
      if (stream.match(/\|=|\|~|\|>|!=|!~|!>|=~|==|>=|<=|&&|\|\||>>|<<|[=<>|!~+\-*/%^&]/)) return 'operator';
      stream.next();
      return 'punctuation';
    },
    languageData: { closeBrackets: { brackets: ['(', '[', '{', '"', '`'] } },
  });
}
