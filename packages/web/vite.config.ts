import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where the API answers while `vite dev` serves the pages.
const api = process.env['BONGSU_URL'] ?? 'http://127.0.0.1:3000';

// Vite reads its configuration from the default export.
export default defineConfig({
  // Relative, so the same build works at / and under a sub-path; see the <base> in index.html.
  base: './',
  plugins: [react()],
  // The server puts a fresh nonce in its place in every answer: style elements are allowed by nonce alone.
  html: { cspNonce: 'BONGSU-NONCE' },
  build: {
    outDir: 'dist',
    manifest: true,
    target: 'es2022',
    // Fonts, images and scripts stay files: a strict CSP allows neither inline scripts nor foreign origins.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // bundle-budget.mjs is the size check; it counts what a first load fetches.
    chunkSizeWarningLimit: 1000,
  },
  server: { proxy: { '/api': api, '/loki': api } },
});
