import { expect, it } from 'vitest';
import { prefersProtobuf } from './negotiate.js';

const PROTOBUF = 'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

it.each([
  ['', false],
  ['*/*', false],
  ['text/plain', false],
  [PROTOBUF, true],
  [`${PROTOBUF};q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2`, true],
  [`text/plain;version=0.0.4;q=0.6, ${PROTOBUF};q=0.5`, false],
  [`application/openmetrics-text;version=1.0.0, ${PROTOBUF};q=0.5`, true],
  ['application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text', false],
  ['application/vnd.google.protobuf;proto=other;encoding=delimited', false],
  ['Application/VND.google.protobuf; proto="io.prometheus.client.MetricFamily"; encoding=delimited', true],
])('%s', (accept, expected) => {
  expect(prefersProtobuf(accept)).toBe(expected);
});
