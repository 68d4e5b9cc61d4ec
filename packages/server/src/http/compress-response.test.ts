import Fastify from 'fastify';
import { gunzipSync, inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { acceptedCoding, compressResponses } from './compress-response.js';

it.each([
  [undefined, undefined],
  ['gzip, deflate, br', 'gzip'],
  ['deflate', 'deflate'],
  ['GZIP;q=0.5', 'gzip'],
  ['gzip;q=0, deflate;q=0.1', 'deflate'],
  ['gzip; q=0.000', undefined],
  ['br', undefined],
])('%j', (header, coding) => {
  expect(acceptedCoding(header)).toBe(coding);
});

it.each([
  ['gzip', 2_000, gunzipSync],
  ['gzip', 200_000, gunzipSync],
  ['deflate', 2_000, inflateSync],
  ['deflate', 200_000, inflateSync],
] as const)('an answer as %s of %d bytes is what was sent', async (coding, bytes, undo) => {
  const text = Array.from({ length: bytes }, (_, i) => String.fromCharCode(97 + ((i * i) % 26))).join('');
  const app = Fastify();
  compressResponses(app);
  app.get('/', (_request, reply) => reply.type('text/plain').send(text));
  const { headers, rawPayload } = await app.inject({ url: '/', headers: { 'accept-encoding': coding } });
  expect(headers['content-encoding']).toBe(coding);
  expect(rawPayload.length).toBeLessThan(bytes);
  expect(undo(rawPayload).toString()).toBe(text);
});
