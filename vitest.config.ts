import { defineConfig } from 'vitest/config';

// chdb binds one data folder per process, so every test file gets a process of its own.
export default defineConfig({
  resolve: { conditions: ['bongsu-source'] },
  ssr: { resolve: { conditions: ['bongsu-source', 'node', 'import', 'default'] } },
  test: {
    pool: 'forks',
    setupFiles: ['./tools/fast-check.setup.ts'],
    globalSetup: ['./tools/scratch.setup.ts'],
    isolate: true,
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { UV_THREADPOOL_SIZE: '16' },
    server: { deps: { inline: [/^@bongsu\//] } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'bench/src/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/src/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // Timing of a browser on a busy machine; a second failure is a failure.
          retry: process.env['CI'] === 'true' ? 1 : 0,
        },
      },
    ],
  },
});
