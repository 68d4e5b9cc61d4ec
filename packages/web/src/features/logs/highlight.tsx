import { type ReactNode } from 'react';

/** Marks each occurrence of the texts, as the server's `|=` finds them: exactly, upper and lower case apart. */
export function Highlight(props: { readonly text: string; readonly needles: readonly string[] }): ReactNode {
  const [needle, ...others] = props.needles;
  if (needle === undefined) return props.text;
  if (needle === '') return <Highlight text={props.text} needles={others} />;
  return props.text.split(needle).map((part, i) => (
    <span key={i}>
      {i > 0 && <mark>{needle}</mark>}
      <Highlight text={part} needles={others} />
    </span>
  ));
}
