import { expect, it } from 'vitest';
import { readUpload } from './upload.js';

it.each([
  ['{"uid":"a.b","title":"T","panels":[]}', 'a.b', 'T'],
  ['{"dashboard":{"title":"Node Exporter / Full!","panels":[]}}', 'node-exporter-full', 'Node Exporter / Full!'],
  ['{"panels":[]}', 'file', 'file'],
  ['{"uid":"../x","title":"T e s t"}', 't-e-s-t', 'T e s t'],
])('%s', (text, uid, title) => {
  expect(readUpload(text, 'file')).toEqual({ uid, title, text });
});

it('gives a Korean title a uid of its own', () => {
  const uid = (title: string): string => {
    const upload = readUpload(JSON.stringify({ title }), 'x');
    return typeof upload === 'string' ? '' : upload.uid;
  };
  expect(uid('서비스 개요')).toMatch(/^dashboard-[a-z0-9]+$/);
  expect(uid('서비스 개요')).not.toBe(uid('분석 성능'));
});

it('refuses what is no object', () => {
  expect(readUpload('[1]', 'x')).toBe('not an object');
  expect(typeof readUpload('{', 'x')).toBe('string');
});
