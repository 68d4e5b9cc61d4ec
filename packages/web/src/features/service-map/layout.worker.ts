import { layoutGraph, type LayoutRequest } from './layout.js';

// A graph of a hundred nodes takes a quarter of a second: the page stays free meanwhile.
self.onmessage = (event: MessageEvent<LayoutRequest>): void => {
  self.postMessage(layoutGraph(event.data));
};
