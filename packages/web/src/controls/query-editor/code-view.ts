import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState, Prec, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder, tooltips } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { styleNonce } from '../../theme/style-nonce.js';
import { errorRange, type TextRange } from './error-position.js';
import { QueryHistory } from './query-history.js';

export interface CodeViewOptions {
  readonly parent: HTMLElement;
  readonly language: Extension;
  readonly value: string;
  /** The accessible name. */
  readonly label: string;
  readonly placeholder: string;
  /** True: Enter makes a line, Ctrl-Enter runs. False: Enter runs, Shift-Enter makes a line. */
  readonly multiline: boolean;
  /** Where the focus was in the plain field that this one takes the place of. */
  readonly selection: TextRange | undefined;
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
  /** Earlier queries, newest first. */
  readonly earlier: () => readonly string[];
}

export interface CodeView {
  setValue(value: string): void;
  /** Underlines the place that a message of the server names; undefined for none. */
  setProblem(message: string | undefined): void;
  focus(): void;
  destroy(): void;
}

export { loadLanguage } from './languages/language.js';

const fromOutside = Annotation.define<boolean>();

/** CodeMirror, set up for a query. Colours and sizes are in query-editor.css. */
export function openCodeView(options: CodeViewOptions): CodeView {
  const earlier = new QueryHistory(options.earlier);
  const recall = (step: 1 | -1) => (view: EditorView) => {
    const text = earlier.step(step, view.state.doc.toString());
    if (text !== undefined) replaceAll(view, text);
    return true;
  };
  const run = (view: EditorView): boolean => {
    // Enter ends a Korean, Japanese or Chinese syllable first.
    if (view.composing) return false;
    earlier.reset();
    options.onRun();
    return true;
  };
  const keys = [
    { key: 'Mod-Enter', run },
    { key: 'Mod-ArrowUp', run: recall(1) },
    { key: 'Mod-ArrowDown', run: recall(-1) },
    { key: 'Mod-Space', run: startCompletion },
  ];
  const view = new EditorView({
    parent: options.parent,
    state: EditorState.create({
      doc: options.value,
      ...(options.selection === undefined
        ? {}
        : { selection: { anchor: options.selection.start, head: options.selection.end } }),
      extensions: [
        Prec.high(keymap.of(keys)),
        options.language,
        autocompletion({
          icons: false,
          // A label that ends in its operator asks for its value next.
          activateOnCompletion: ({ apply }) => typeof apply === 'string' && apply.endsWith('='),
        }),
        closeBrackets(),
        history(),
        drawSelection(),
        bracketMatching(),
        syntaxHighlighting(classHighlighter),
        EditorView.lineWrapping,
        tooltips({ position: 'fixed' }),
        // A completion that is picked takes Enter before this.
        keymap.of(options.multiline ? [] : [{ key: 'Enter', run }]),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        options.placeholder === '' ? [] : placeholder(options.placeholder),
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'data-filter': '',
          'data-testid': 'query-input',
        }),
        EditorView.domEventHandlers({ beforeinput: insertLines }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          if (!update.transactions.some((one) => one.annotation(fromOutside))) {
            options.onChange(update.state.doc.toString());
          }
        }),
        // CodeMirror makes a style element, which the page's policy allows by nonce alone.
        EditorView.cspNonce.of(styleNonce()),
      ],
    }),
  });
  if (options.selection !== undefined) view.focus();
  return {
    setValue: (value) => {
      if (value !== view.state.doc.toString()) replaceAll(view, value, true);
    },
    setProblem: (message) => {
      const range = message === undefined ? undefined : errorRange(message, view.state.doc.toString());
      const diagnostics =
        range === undefined || message === undefined
          ? []
          : [{ from: range.start, to: range.end, severity: 'error' as const, message }];
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/**
 * Several lines that come as one input (a dictation, a keyboard's clipboard): left to itself the browser makes an element
 * with a style of each, which the page's policy refuses.
 */
function insertLines(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== 'insertText' || event.data?.includes('\n') !== true) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: 'input', scrollIntoView: true });
  return true;
}

function replaceAll(view: EditorView, text: string, outside = false): void {
  view.dispatch({
    changes: { from: 0, to: view.state.doc.length, insert: text },
    selection: { anchor: text.length },
    ...(outside ? { annotations: fromOutside.of(true) } : {}),
  });
}
