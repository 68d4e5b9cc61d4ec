import { type ReactNode } from 'react';

/** Marks each occurrence of the text, as the server's `|=` finds them: exactly, upper and lower case apart. */
export function Highlight(props: { readonly text: string; readonly needle: string }): ReactNode {
  if (props.needle === '') return props.text;
  return props.text
    .split(props.needle)
    .flatMap((part, i) => (i === 0 ? [part] : [<mark key={i}>{props.needle}</mark>, part]));
}
