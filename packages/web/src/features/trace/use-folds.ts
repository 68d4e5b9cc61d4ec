import { useMemo, useState } from 'react';
import { parseFolds, printFolds, type Folds } from './folds.js';

/** What is collapsed: in the URL where it is short enough for one, else for as long as the page lives. */
export function useFolds(
  text: string | undefined,
  setText: (text: string | undefined) => void,
): readonly [Folds, (folds: Folds) => void] {
  const [long, setLong] = useState<Folds>();
  const short = useMemo(() => parseFolds(text), [text]);
  const set = (folds: Folds): void => {
    const printed = printFolds(folds);
    const fits = printed !== undefined || (folds.ids.size === 0 && !folds.all);
    setLong(fits ? undefined : folds);
    if (printed !== text) setText(printed);
  };
  return [long ?? short, set];
}
