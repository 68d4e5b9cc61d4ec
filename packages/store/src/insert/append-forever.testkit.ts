// Opens the folder of the first argument and appends log lines until it is killed; prints each acknowledged line.
import { systemClock } from '@bongsu/model';
import { openEmbedded } from '../engine/embedded/embedded-engine.js';
import { must } from '../engine/temporary-store.testkit.js';
import { migrate } from '../schema/migrate.js';
import { logBatch } from './batches.testkit.js';
import { createInserter } from './inserter.js';

const [folder, round = '0'] = process.argv.slice(2);
const clock = systemClock();
const engine = must(await openEmbedded({ folder: folder!, sessions: 5 }));
must(await migrate({ engine, clock }));
const sink = createInserter({ engine, clock });

async function sender(name: string): Promise<void> {
  for (let i = 0; ; i++) {
    const body = `${round}-${name}-${i}`;
    // Two days, so that a commit has parts in two partitions.
    const lines = Array.from({ length: 20 }, (_, n) => ({ ms: Date.UTC(2026, 0, 1 + (n % 2)), body: `${body}-${n}` }));
    must(await sink.append(logBatch(lines)));
    process.stdout.write(`${body}\n`);
  }
}

await Promise.all(['a', 'b', 'c', 'd'].map(sender));
