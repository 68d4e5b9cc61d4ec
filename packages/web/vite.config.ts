import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { build, defineConfig, type Plugin, type Rolldown } from 'vite';

// Where the API answers while `vite dev` serves the pages.
const api = process.env['BONGSU_URL'] ?? 'http://127.0.0.1:3000';

/** Puts a gzip beside each script and style: compressed once, as small as it gets, rather than with every first load. */
const compressedAssets: Plugin = {
  name: 'compressed-assets',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const [fileName, output] of Object.entries(bundle)) {
        if (!/\.(js|css)$/.test(fileName)) continue;
        const source = gzipSync(output.type === 'chunk' ? output.code : output.source, { level: 9 });
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source });
      }
    },
  },
};

/**
 * Writes down which files each page needs beyond the first: `pages.json`, an object from paths as the router has them to
 * lists of files. The server names them in the HTML, so that they do not wait for the first script to ask for them.
 */
const filesOfPages: Plugin = {
  name: 'files-of-pages',
  apply: 'build',
  generateBundle: {
    // By then the chunks of nothing but styles are gone.
    order: 'post',
    handler(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one]] : [])),
      );
      const needed = (chunk: Rolldown.OutputChunk, found = new Set<Rolldown.OutputChunk>()): typeof found => {
        if (found.has(chunk) || chunk.isEntry) return found;
        found.add(chunk);
        for (const name of chunk.imports) {
          const next = chunks.get(name);
          if (next !== undefined) needed(next, found);
        }
        return found;
      };
      const pages: Record<string, readonly string[]> = {};
      for (const chunk of chunks.values()) {
        const module = chunk.facadeModuleId ?? '';
        const route = /createLazyRoute\((?:"([^"]+)"\))?/.exec(this.getModuleInfo(module)?.code ?? '');
        if (route === null) continue;
        const path = route[1] ?? this.error(`${module}: createLazyRoute needs its path as a literal`);
        const parts = [...needed(chunk)];
        const styles = parts.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        pages[path] = [...parts.map(({ fileName }) => fileName), ...styles];
      }
      this.emitFile({ type: 'asset', fileName: 'pages.json', source: JSON.stringify(pages) });
    },
  },
};

/** Puts what asks the first question into the document itself, where it waits for no other file. */
const firstQuestion: Plugin = {
  name: 'first-question',
  apply: 'build',
  async transformIndexHtml(html) {
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      build: {
        write: false,
        target: 'es2022',
        rolldownOptions: {
          input: fileURLToPath(new URL('src/first-question/ask.ts', import.meta.url)),
          output: { format: 'iife' },
          // Of the packages that the pages' modules name, it needs none.
          treeshake: { moduleSideEffects: (id) => !id.includes('/node_modules/') },
        },
      },
    });
    const [chunk, ...others] = 'output' in built ? built.output : [];
    if (chunk === undefined || others.length > 0)
      return this.error('the first question is one script, and nothing else');
    // Called with a function, since `$&` in the code would stand for what it replaces.
    return html.replace('<!-- first-question -->', () => `<script>${chunk.code}</script>`);
  },
};

/** What most pages have: answers, lists, icons, units, the field for a query, what is drawn before there is a chart. */
const MOST_PAGES = [
  /\/@tanstack\/|\/@tabler\//,
  /\/@mantine\/(hooks|core\/esm\/core)\//,
  /\/src\/(api|time)\//,
  /\/src\/controls\/([^/]+|query-editor\/query-editor|query-editor\/languages\/scan)\.tsx?$/,
  /\/features\/(units|progress|query-history|shell)\//,
  /\/features\/charts\/((plot\/)?(?!plot-options)[^/]+\.ts|marks\.css)$/,
];

// Vite reads its configuration from the default export.
export default defineConfig({
  // Relative, so the same build works at / and under a sub-path; see the <base> in index.html.
  base: './',
  plugins: [react(), firstQuestion, compressedAssets, filesOfPages],
  // The server puts a fresh nonce in its place in every answer: style elements are allowed by nonce alone.
  html: { cspNonce: 'BONGSU-NONCE' },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2022',
    // Fonts, images and scripts stay files: a strict CSP allows neither inline scripts nor foreign origins.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page starts with is one file, what most go on with another, and charts a third: by themselves
          // they fall into dozens, by which pages share what, and a browser that has nothing yet asks for six at a time.
          groups: [
            { name: 'first', tags: ['$initial'], priority: 3 },
            { name: 'pages', test: (id) => MOST_PAGES.some((part) => part.test(id)), minShareCount: 2, priority: 2 },
            { name: 'charts', test: /\/uplot\/|\/features\/charts\/plot\//, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
    // bundle-budget.mjs is the size check; it counts what a first load fetches.
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': api, '/loki': api } },
});
