import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failure } from '../../errors/failure.js';
import { BONGSU } from '../family.js';
import { contentSecurityPolicy } from './content-security-policy.js';
import { pageLinks, type PageFiles } from './page-links.js';
import { rootFrom } from './root-from.js';

/** Where `vite build` puts the UI. */
export function builtUi(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@bongsu/web/package.json')), 'dist');
}

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Bongsu</title>
<body>
<h1>The server runs; its pages are not built</h1>
<p>Run <code>npm run build</code> in the folder of the repository, then reload.</p>
<p>The APIs work without them: <a href="/readyz">/readyz</a>, <a href="/metrics">/metrics</a>.</p>
</body>
</html>
`;

/** What `vite build` puts where a nonce goes. */
const NONCE = 'BONGSU-NONCE';

/** Paths of APIs: an unknown one is an error for a program, not a page for a person. */
const API_PATH = /^\/(api|loki|prometheus|v1|v2|otlp|-|metrics|readyz|livez|ready|assets)(\/|$)/;

/** Answers with the first page of the UI, for the path that was asked. */
export type UiPage = (reply: FastifyReply, path: string) => FastifyReply;

/** @param folder may be missing; the page then says how to build it. */
export function uiPage(folder: string): UiPage {
  const index = join(folder, 'index.html');
  const built = existsSync(index);
  return (reply, path) => {
    const nonce = randomBytes(16).toString('base64url');
    const links = built
      ? pageLinks(JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')) as PageFiles, path)
      : '';
    const html = (built ? readFileSync(index, 'utf8') : NOT_BUILT)
      .replaceAll(NONCE, nonce)
      .replace('</head>', `${links}</head>`)
      .replace('<base href="/"', `<base href="${rootFrom(path)}"`);
    return reply
      .code(built ? 200 : 503)
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', contentSecurityPolicy(html, nonce))
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .send(html);
  };
}

/**
 * The built UI under `/`: files of their own names, and its first page for every other path that is not an API's.
 */
export async function staticUi(app: FastifyInstance, folder: string, page: UiPage): Promise<void> {
  if (existsSync(join(folder, 'index.html'))) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      // The build puts a gzip beside each script and style.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // The build puts a hash of the content in the names of its assets.
        const hashed = path.startsWith(join(folder, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        reply.header('x-content-type-options', 'nosniff');
      },
    });
  }
  app.get('/', (_request, reply) => page(reply, '/'));
  app.setNotFoundHandler((request: FastifyRequest, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const read = request.method === 'GET' || request.method === 'HEAD';
    if (read && !API_PATH.test(path)) return page(reply, path);
    return BONGSU.sendFailure(reply, failure('not_found', `no such path: ${request.method} ${path.slice(0, 300)}`));
  });
}
