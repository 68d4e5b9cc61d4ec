import { useRef, type ReactNode } from 'react';

/** A field for a PromQL query: Enter runs, Shift-Enter makes a line. */
export function QueryInput(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onRun: () => void;
  readonly history: readonly string[];
}): ReactNode {
  const box = useRef<HTMLTextAreaElement>(null);
  return (
    <textarea
      ref={box}
      className="query-input mono"
      aria-label={props.label}
      spellCheck={false}
      rows={Math.min(8, props.value.split('\n').length)}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        props.onRun();
      }}
    />
  );
}
