import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { eventually } from './eventually.js';
import { expectedRecords, readKnownRecords, sendKnownRecords } from './known-records.js';
import { freshFolder, runToEnd, startServer, type ServerOptions, type ServerProcess } from './server-process.js';

const running: ServerProcess[] = [];

/** A server that is ended after the test whatever becomes of it. */
async function start(options: Partial<ServerOptions> = {}): Promise<ServerProcess> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

afterEach(async () => {
  for (const server of running.splice(0)) await server.kill();
});

describe('what was acknowledged is there once, and only once,', () => {
  test('after a stop and a start on the same folder', async () => {
    const first = await start();
    const known = await sendKnownRecords(first.url, 'before-stop');
    await first.stop();

    const second = await start({ data: first.data });
    await eventually(async () => expect(await readKnownRecords(second.url, known)).toEqual(expectedRecords(known)));
    const more = await sendKnownRecords(second.url, 'after-start');
    await eventually(async () => expect(await readKnownRecords(second.url, more)).toEqual(expectedRecords(more)));
    await second.stop();
  });

  test('after kill -9 the moment the acknowledgement came', async () => {
    let server = await start();
    const all = [];
    for (let round = 1; round <= 3; round++) {
      all.push(await sendKnownRecords(server.url, `round-${round}`));
      await server.kill();
      server = await start({ data: server.data });
    }
    for (const known of all) {
      await eventually(async () => expect(await readKnownRecords(server.url, known)).toEqual(expectedRecords(known)));
    }
    await server.stop();
  });

  test('two servers with folders and ports of their own do not see each other', async () => {
    const [left, right] = await Promise.all([start(), start()]);
    const known = await sendKnownRecords(left.url, 'left');
    await eventually(async () => expect(await readKnownRecords(left.url, known)).toEqual(expectedRecords(known)));
    expect(await readKnownRecords(right.url, known)).toEqual([[], [], []]);
    await Promise.all([left.stop(), right.stop()]);
  });
});

describe('a start that cannot work says why, and what to do, and ends with a code other than 0:', () => {
  test('a second process on the same folder; the first one goes on', async () => {
    const first = await start();
    const { code, output } = await runToEnd({ data: first.data });
    expect(code).not.toBe(0);
    expect(output).toContain(first.data);
    expect(output).toMatch(/in use|another|already/i);
    // It names the process that holds the folder, and shows no stack: it is not a fault of the program.
    expect(output).toContain(String(first.pid));
    expect(output).not.toMatch(/^\s+at /m);
    const known = await sendKnownRecords(first.url, 'still-here');
    await eventually(async () => expect(await readKnownRecords(first.url, known)).toEqual(expectedRecords(known)));
    await first.stop();
  });

  test.each(['port', 'grpcPort'] as const)('a taken %s', async (which) => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = holder.address() as AddressInfo;
      const { code, output } = await runToEnd({ [which]: port });
      expect(code).not.toBe(0);
      expect(output).toContain(String(port));
      expect(output).toMatch(/another process listens there|in use/i);
      expect(output).toContain(which === 'port' ? '--port' : '--otlp-grpc-port');
      expect(output).not.toMatch(/^\s+at /m);
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });

  test('a folder that cannot be made', async () => {
    // Permissions do not stop root, a file where a folder must be stops everybody.
    const file = await freshFolder();
    await writeFile(file, 'a file');
    const data = join(file, 'data');
    const { code, output } = await runToEnd({ data });
    expect(code).not.toBe(0);
    expect(output).toContain(data);
    expect(output).toContain('--data');
    expect(output).not.toMatch(/^\s+at /m);
    expect(await readFile(file, 'utf8')).toBe('a file');
  });

  test('a folder of a newer version; it is left as it was', async () => {
    const first = await start();
    const known = await sendKnownRecords(first.url, 'kept');
    await first.stop();
    const format = join(first.data, 'format');
    const own = await readFile(format, 'utf8');
    await writeFile(format, '999\n');
    const { code, output } = await runToEnd({ data: first.data });
    expect(code).not.toBe(0);
    expect(output).toContain(first.data);
    expect(output).toContain('999');
    expect(output).toMatch(/newer/);
    expect(output).not.toMatch(/^\s+at /m);

    await writeFile(format, own);
    const second = await start({ data: first.data });
    await eventually(async () => expect(await readKnownRecords(second.url, known)).toEqual(expectedRecords(known)));
    await second.stop();
  });

  test('an unknown option', async () => {
    const { code, output } = await runToEnd({ args: ['--colour', 'red'] });
    expect(code).not.toBe(0);
    expect(output).toContain('--colour');
    expect(output).not.toMatch(/^\s+at /m);
  });

  test('a value that is not allowed', async () => {
    const { code, output } = await runToEnd({ args: ['--retention', 'soon'] });
    expect(code).not.toBe(0);
    expect(output).toContain('retention');
    expect(output).toContain('soon');
    expect(output).not.toMatch(/^\s+at /m);
  });
});
