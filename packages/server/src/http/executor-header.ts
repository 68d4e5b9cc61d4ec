import type { IncomingHttpHeaders } from 'node:http';

/** Our extension, to compare: `x-bongsu-executor: memory` evaluates everything in the process. */
export const executorOf = ({ headers }: { readonly headers: IncomingHttpHeaders }): 'memory' | 'auto' =>
  headers['x-bongsu-executor'] === 'memory' ? 'memory' : 'auto';
