import { useState } from 'react';

/** An answer, or the one before while there is none: results stay in view when a new query fails. */
export function useLastAnswer<T extends object>(answer: T | undefined): T | undefined {
  const [last, setLast] = useState(answer);
  if (answer !== undefined && answer !== last) setLast(answer);
  return answer ?? last;
}
