import { gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

// Vite reads its configuration from the default export.
export default defineConfig({
  // Relative, so the same build works at / and under a sub-path; see the <base> in index.html.
  base: './',
  plugins: [react(), compressedAssets],
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
          // What every page starts with is one file: by itself it falls into dozens, by which pages share what, and a
          // browser that has nothing yet asks for six at a time.
          groups: [{ name: 'first', tags: ['$initial'] }],
        },
      },
    },
    // bundle-budget.mjs is the size check; it counts what a first load fetches.
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': api, '/loki': api } },
});
