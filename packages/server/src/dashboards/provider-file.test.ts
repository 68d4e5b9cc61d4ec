import { expect, it } from 'vitest';
import { readProviderFile } from './provider-file.js';

const FILE = '/etc/provisioning/dashboards/dashboards.yaml';

it("reads Grafana's provisioning file", () => {
  const text = `
apiVersion: 1
providers:
  - name: FastAPI Dashboards
    orgId: 1
    folder: FastAPI
    folderUid: fastapi
    type: file
    disableDeletion: false
    updateIntervalSeconds: 10
    options: { path: /var/lib/grafana/dashboards/fastapi }
  - name: rest
    options: { path: ./rest, foldersFromFilesStructure: true }
`;
  expect(readProviderFile(text, FILE)).toEqual({
    ok: true,
    value: [
      { path: '/var/lib/grafana/dashboards/fastapi', folder: 'FastAPI', foldersFromFilesStructure: false },
      { path: '/etc/provisioning/dashboards/rest', folder: '', foldersFromFilesStructure: true },
    ],
  });
});

it.each(['apiVersion: 1\ndatasources: []', '', '[]'])('finds no provider in %j', (text) => {
  expect(readProviderFile(text, FILE)).toEqual({ ok: true, value: [] });
});

it.each([
  ['providers: [{}]', 'providers[0].options.path is missing'],
  ['providers: [null]', 'providers[0].options.path is missing'],
  ['providers: [{type: gcs, options: {path: x}}]', 'providers[0].type: "gcs" is not read; use file'],
])('refuses %j', (text, error) => {
  expect(readProviderFile(text, FILE)).toEqual({ ok: false, error });
});

it('says where YAML breaks', () => {
  expect(readProviderFile('a: [', FILE)).toEqual({ ok: false, error: expect.stringContaining('line 1') as string });
});
