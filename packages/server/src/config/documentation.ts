import { configKeys } from './schema.js';

/** The text of `docs/configuration.md`: made from the schema, so that it cannot disagree with it. */
export function configurationMarkdown(): string {
  const rows = configKeys().map(
    ({ path, environment, default: value, allowed, doc }) =>
      `| \`${path}\` | \`${String(value)}\` | ${doc} | ${allowed} | \`${environment}\` |`,
  );
  return [
    '# Configuration',
    '',
    'Every key can be given as a flag (`npm start -- --help` lists them), as an environment variable, and in a YAML file (`--config FILE`,',
    '`BONGSU_CONFIG`, or `bongsu.yaml` in the working directory). Flags win over the environment, that wins over the file. A key that is not',
    'listed here or a value that is not allowed is an error at the start that names the key, the value, the place and what is allowed.',
    '',
    'A dot in a key is a level in YAML: `limits.query.time` is `limits: { query: { time: 30s } }`.',
    '',
    'This page is checked against `packages/server/src/config/schema.ts`.',
    '',
    '| key | default | meaning | allowed | environment |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
