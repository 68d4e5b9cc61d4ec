#!/usr/bin/env node
// This package is CommonJS, the only one of ours, for this line: the pool of threads gets its size when it is first
// used, and loading an ES module uses it. The engine needs a thread for each of its sessions, zlib and the file
// system want some too.
process.env['UV_THREADPOOL_SIZE'] ??= '16';

import { run } from './program.js';

void run(process.argv);
