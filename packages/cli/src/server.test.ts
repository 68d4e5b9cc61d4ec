import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Built, as the command loads it. */
const SERVER = join(__dirname, '../dist/server.js');

it('loads the server with the code that the build left', () => {
  const script = `const { server, compiled } = require(${JSON.stringify(SERVER)}).loadServer();
    console.log(JSON.stringify([compiled, typeof server.createApp]));`;
  const env = { ...process.env, NODE_OPTIONS: '' };
  const printed = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env });
  expect(JSON.parse(printed)).toEqual([true, 'function']);
});
