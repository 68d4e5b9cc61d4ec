import { expect, it } from 'vitest';
import { messageType } from './message-type.js';

it.each([
  ['', 1],
  ['application/x-protobuf', 1],
  ['Application/X-Protobuf', 1],
  ['application/x-protobuf;proto=prometheus.WriteRequest', 1],
  ['application/x-protobuf; proto=io.prometheus.write.v2.Request', 2],
  ['application/x-protobuf;charset=utf-8;proto=io.prometheus.write.v2.Request', 2],
])('%s is version %i', (contentType, version) => {
  expect(messageType(contentType)).toEqual({ ok: true, value: version });
});

it.each([
  ['application/json', /expected application\/x-protobuf/],
  ['text/plain; proto=prometheus.WriteRequest', /expected application\/x-protobuf/],
  ['application/x-protobuf;proto', /key-values, got "proto"/],
  ['application/x-protobuf;proto=io.prometheus.write.v3.Request', /unknown type .*supported: prometheus\.WriteRequest/],
])('%s is none', (contentType, reason) => {
  const found = messageType(contentType);
  expect(found.ok ? '' : found.error).toMatch(reason);
});
