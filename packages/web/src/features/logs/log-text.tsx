import { type ReactNode } from 'react';
import { ansiSpans, hasAnsi } from './ansi.js';
import { Highlight } from './highlight.js';

/** The text of a line: codes for a terminal become colours, what was searched for is marked. Never HTML. */
export function LogText(props: { readonly text: string; readonly needles: readonly string[] }): ReactNode {
  const { text, needles } = props;
  if (!hasAnsi(text)) return <Highlight text={text} needles={needles} />;
  return ansiSpans(text).map(({ text: part, colour, bold, underline }, i) => {
    const classes = [
      colour === undefined ? '' : `ansi-${colour}`,
      bold ? 'ansi-bold' : '',
      underline ? 'ansi-underline' : '',
    ];
    return (
      <span key={i} className={classes.filter(Boolean).join(' ')}>
        <Highlight text={part} needles={needles} />
      </span>
    );
  });
}
