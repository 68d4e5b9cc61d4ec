import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultConfig, loadConfig, type ConfigSources } from './load.js';
import { configKeys } from './schema.js';

function sources(parts: {
  flags?: ConfigSources['flags'];
  env?: Record<string, string>;
  yaml?: string;
}): ConfigSources {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-config-'));
  const file = join(folder, 'bongsu.yaml');
  writeFileSync(file, parts.yaml ?? '');
  return { flags: parts.flags ?? {}, environment: parts.env ?? {}, file };
}

function loaded(parts: Parameters<typeof sources>[0]) {
  const config = loadConfig(sources(parts));
  if (!config.ok) throw new Error(config.error.join('\n'));
  return config.value;
}

function refused(parts: Parameters<typeof sources>[0]): string {
  const config = loadConfig(sources(parts));
  if (config.ok) throw new Error('should have been refused');
  return config.error.join('\n');
}

describe('loadConfig', () => {
  it('has a default for every key', () => {
    expect(loaded({})).toEqual(defaultConfig());
    expect(defaultConfig()).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      aliasPorts: true,
      retention: { logs: 604_800_000 },
      limits: { request: { maxBytes: 16 * 1024 * 1024 }, query: { time: 30_000, logLines: 5000 } },
    });
  });

  it('prefers flags to environment to file', () => {
    const yaml = 'port: 1\nhost: a\nlimits:\n  query: { time: 1m }\n';
    const config = loaded({ yaml, env: { BONGSU_PORT: '2', BONGSU_HOST: 'b' }, flags: { port: '3' } });
    expect(config).toMatchObject({ port: 3, host: 'b', limits: { query: { time: 60_000 } } });
  });

  it.each([
    ['retention: off', {}, {}, ['off', 'off', 'off']],
    ['retention: { logs: 3d }', {}, {}, [3, 7, 7]],
    ['retention: { logs: 3d }', { BONGSU_RETENTION: '2d' }, {}, [2, 2, 2]],
    ['', { BONGSU_RETENTION: '2d', BONGSU_RETENTION_TRACES: '4d' }, {}, [2, 4, 2]],
    ['retention: 1w', { BONGSU_RETENTION: '2d' }, { retention: 'off' }, ['off', 'off', 'off']],
  ])('reads retention from %j %j %j', (yaml, env, flags, expected) => {
    const { logs, traces, metrics } = loaded({ yaml, env, flags }).retention;
    const days = (kept: number | 'off') => (kept === 'off' ? 'off' : kept / 86_400_000);
    expect([logs, traces, metrics].map(days)).toEqual(expected);
  });

  it('reads lists from YAML and from the environment', () => {
    const origins = ['https://a.example', 'http://localhost:5173'];
    expect(loaded({ yaml: `cors:\n  origins: [${origins.join(', ')}]` }).cors.origins).toEqual(origins);
    expect(loaded({ env: { BONGSU_CORS_ORIGINS: origins.join(',') } }).cors.origins).toEqual(origins);
  });

  it.each([
    ['port: banana', /bongsu\.yaml:1: port: "banana" is not allowed: use a whole number of port from 0 to 65535/],
    ['\n\nport: 70000', /bongsu\.yaml:3: port: 70000 is not allowed/],
    ['prot: 3000', /bongsu\.yaml:1: unknown key prot \(did you mean port\?\)/],
    ['limits:\n  query:\n    time: 5', /bongsu\.yaml:3: limits\.query\.time: 5 is not allowed: use a length of time/],
    ['limits:\n  qery:\n    time: 5s', /bongsu\.yaml:2: unknown key limits\.qery/],
    ['limits: 7', /bongsu\.yaml:1: limits is a group of keys, not a value/],
    ['retention: 12h', /retention\.logs: "12h" is not allowed: use off, or a length of at least 1d/],
    ['diskBudget: lots', /diskBudget: "lots" is not allowed: use off, or a size/],
    ['aliasPorts: maybe', /aliasPorts: "maybe" is not allowed: use on or off/],
    ['basePath: ops', /basePath: "ops" is not allowed: use \/ or a path such as \/ops\/bongsu/],
    ['basePath: /a/../b', /basePath: .* is not allowed/],
    ['cors:\n  origins: [shop.example]', /"shop\.example" is not one/],
    ['host: [a, b]', /host: .* is not allowed/],
    ['host:', /host: null is not allowed/],
    ['- a', /bongsu\.yaml:1: the file must be a map/],
    ['port: [', /bongsu\.yaml:1: not valid YAML/],
    ['port: 1\nport: 2', /bongsu\.yaml:2: not valid YAML/],
    ['zebra: 1', /unknown key zebra; known keys are retention, data, host, port/],
  ])('refuses %j', (yaml, message) => {
    expect(refused({ yaml })).toMatch(message);
  });

  it('names every problem at once, flags and environment too', () => {
    const message = refused({ flags: { port: 'x' }, env: { BONGSU_HOSTT: 'a', BONGSU_LOG_LEVEL: 'loud' } });
    expect(message).toContain('--port: port: "x" is not allowed');
    expect(message).toContain('environment BONGSU_HOSTT: unknown key (did you mean host?)');
    expect(message).toContain('environment BONGSU_LOG_LEVEL: log.level: "loud" is not allowed: use one of debug');
  });

  it('says which file it cannot read', () => {
    const config = loadConfig({ flags: {}, environment: { BONGSU_CONFIG: '/no/such.yaml' } });
    expect(config).toMatchObject({
      ok: false,
      error: [expect.stringContaining('/no/such.yaml: there is no such file')],
    });
  });
});

it('every key has documentation, a unit or words, and an environment name of its own', () => {
  const keys = configKeys();
  expect(keys.length).toBeGreaterThan(20);
  for (const key of keys) {
    expect(key.doc.length, key.path).toBeGreaterThan(10);
    expect(key.allowed.length, key.path).toBeGreaterThan(3);
  }
  expect(new Set(keys.map((key) => key.environment)).size).toBe(keys.length);
  expect(keys.map((key) => key.environment)).toContain('BONGSU_OTLP_GRPC_PORT');
});
