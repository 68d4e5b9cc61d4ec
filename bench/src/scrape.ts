/** `npm run bench -- scrape [--seconds 30]`: what it costs the whole server to scrape a target of 10,000 series a second. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMemory } from './memory.js';
import { instanceSeries, SERIES_PER_INSTANCE } from './payload/node-series.js';
import { Random } from './payload/random.js';
import { report } from './report.js';
import { startServer } from './server-process.js';

const SERIES = 10_000;
/** Linux counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/** CPU time of a process so far, user and system, in ms. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold spaces: fields 14 and 15 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

/** The text format with the next values of every series. */
function exposition(): () => string {
  const random = new Random(1);
  const series = Array.from({ length: SERIES / SERIES_PER_INSTANCE }, (_, i) => instanceSeries(i)).flat();
  const heads = series.map(({ labels }) => {
    const name = labels[0]![1];
    const rest = labels.slice(1).map(([label, value]) => `exported_${label}=${JSON.stringify(value)}`);
    return `${name}{${rest.join(',')}} `;
  });
  const values = series.map(({ first }) => first);
  return () => {
    let text = '';
    series.forEach((one, i) => {
      const value = one.next(values[i]!, random);
      values[i] = value;
      text += `${heads[i]!}${value}\n`;
    });
    return text;
  };
}

export async function benchScrape(seconds: number): Promise<void> {
  const next = exposition();
  let scrapes = 0;
  const target = createServer((_request, response) => {
    scrapes++;
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(next());
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const address = target.address();
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  const scratch = mkdtempSync(join(tmpdir(), 'bongsu-bench-scrape-'));
  const file = join(scratch, 'prometheus.yml');
  writeFileSync(
    file,
    `scrape_configs: [{ job_name: bench, scrape_interval: 1s, static_configs: [{ targets: ['127.0.0.1:${address.port}'] }] }]\n`,
  );
  const server = await startServer({
    folder: join(scratch, 'data'),
    env: { BONGSU_PROMETHEUS_CONFIG_FILE: file, BONGSU_PROMETHEUS_SELF_SCRAPE: 'off' },
  });
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  while (scrapes < 3) await pause(100);
  const before = { scrapes, cpu: cpuMs(server.pid) };
  await pause(seconds * 1000);
  const counted = scrapes - before.scrapes;
  const cpu = cpuMs(server.pid) - before.cpu;
  const memory = processMemory(server.pid);
  await server.stop();
  target.close();
  rmSync(scratch, { recursive: true, force: true });
  report(
    'scrape',
    [
      { name: `CPU per scrape of ${SERIES} series, storing and merging included`, value: cpu / counted, unit: 'ms' },
      { name: 'scrapes', value: counted, unit: '' },
      { name: 'RSS', value: memory.rssMb, unit: 'MB' },
    ],
    { cpu, counted, memory },
  );
}
