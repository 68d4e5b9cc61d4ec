import type { FastifyInstance } from 'fastify';
import { stringify } from 'yaml';
import type { Config } from '../../config/schema.js';
import type { Readiness } from '../../readiness.js';
import { buildInfo } from '../build-info.js';

export interface StatusParts {
  readonly readiness: Readiness;
  readonly config: Config;
}

/**
 * What Tempo's server says about itself, as text: `/status` is all of it, `/status/{part}` one part, each under a line
 * with its request. Notes what is registered in the scope after it, so it comes first.
 */
export function statusRoutes(app: FastifyInstance, { readiness, config }: StatusParts): void {
  const endpoints: (readonly [name: string, path: string])[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') endpoints.push([`${[method].flat().join(' ')} ${url}`, url]);
  });
  const parts: Readonly<Record<string, () => Promise<string>>> = {
    version: async () => versionText(),
    services: async () => {
      const { state, reason } = await readiness.check();
      return table(
        ['service name', 'status', 'failure case'],
        [['bongsu', state === 'ready' ? 'Running' : state, reason]],
      );
    },
    endpoints: async () => table(['name', 'regex'], endpoints),
    runtime_config: async () => 'limits do not change while the server runs: see the configuration\n',
    config: async () => `---\n${stringify(config)}`,
  };
  const textOf = async (names: readonly string[]): Promise<Buffer> => {
    const texts = await Promise.all(names.map(async (name) => `GET /status/${name}\n${await parts[name]!()}`));
    return Buffer.from(texts.join('\n'));
  };
  const all = Object.keys(parts);
  const pages = [['', all] as const, ...all.map((name) => [`/${name}`, [name]] as const)];
  for (const [path, names] of pages) {
    app.get(`/status${path}`, async (_request, reply) =>
      reply.header('content-type', 'text/plain; charset=utf-8').send(await textOf(names)),
    );
  }
}

/** As the command line of Tempo says it (`version.Print` of prometheus/common). */
function versionText(): string {
  const { version, revision, branch, buildUser, buildDate, goVersion } = buildInfo('tempo');
  const rows = { 'build user': buildUser, 'build date': buildDate, 'go version': goVersion };
  const lines = Object.entries(rows).map(([name, value]) => `  ${name}:       ${value}`.trimEnd());
  return [`tempo, version ${version} (branch: ${branch}, revision: ${revision})`, ...lines, ''].join('\n');
}

/** A table of text in a frame, its heads in capitals. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [heads.map((head) => head.toUpperCase()), ...rows];
  const widths = heads.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const [head, ...body] = cells.map((row) => `|${row.map((cell, i) => ` ${cell.padEnd(widths[i]!)} `).join('|')}|`);
  return [rule, head, rule, ...body, rule, ''].join('\n');
}
