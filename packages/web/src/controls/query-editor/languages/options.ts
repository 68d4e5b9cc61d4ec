import { type Completion, pickedCompletion } from '@codemirror/autocomplete';
import { type EditorView } from '@codemirror/view';
import { quoted } from '../../../features/charts/promql.js';

/** A value of a label or field; it comes with its quotes, or with what is missing of them. */
export function valueOptions(values: readonly string[], inString: boolean): readonly Completion[] {
  return values.map((value) => ({ label: value, type: 'text', apply: insertValue(value, inString) }));
}

/** Puts the value in as a literal. A closing quote that stands behind the cursor already is taken along. */
function insertValue(value: string, inString: boolean) {
  return (view: EditorView, completion: Completion, from: number, to: number): void => {
    const literal = quoted(value);
    const behind = view.state.sliceDoc(to, to + 1) === '"';
    const insert = inString ? literal.slice(1) : literal;
    const end = inString && behind ? to + 1 : to;
    view.dispatch({
      changes: { from, to: end, insert },
      selection: { anchor: from + insert.length },
      annotations: pickedCompletion.of(completion),
      userEvent: 'input.complete',
    });
  };
}

/** A function; the cursor lands between its brackets. */
export function functionOption(name: string, detail: string): Completion {
  return {
    label: name,
    detail,
    type: 'function',
    apply: (view, completion, from, to) => {
      const called = view.state.sliceDoc(to, to + 1) === '(';
      view.dispatch({
        changes: { from, to, insert: called ? name : `${name}()` },
        selection: { anchor: from + name.length + 1 },
        annotations: pickedCompletion.of(completion),
        userEvent: 'input.complete',
      });
    },
  };
}
