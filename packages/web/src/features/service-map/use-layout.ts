import { useEffect, useState } from 'react';
import { type LayoutAnswer, type LayoutRequest } from './layout.js';

export interface LayoutState {
  /** Of the newest graph that is laid out; undefined before the first. */
  readonly layout: LayoutAnswer | undefined;
  readonly failed: boolean;
}

/** Lays a graph out in a worker. @param request the same object as long as the graph is the same. */
export function useLayout(request: LayoutRequest): LayoutState {
  const [state, setState] = useState<LayoutState>({ layout: undefined, failed: false });
  useEffect(() => {
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = (event: MessageEvent<LayoutAnswer>) => setState({ layout: event.data, failed: false });
    worker.onerror = () => setState({ layout: undefined, failed: true });
    worker.postMessage(request);
    return () => worker.terminate();
  }, [request]);
  return state;
}
