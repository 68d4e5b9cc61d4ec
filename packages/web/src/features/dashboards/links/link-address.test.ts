import { expect, it } from 'vitest';
import { type Scope } from '../variables/scope.js';
import { linkAddress, variableQuery, type LinkedValue } from './link-address.js';

const scope: Scope = new Map([
  ['__from', { values: ['1000'], several: false }],
  ['__to', { values: ['2000'], several: false }],
  ['ns', { values: ['shop & co'], several: false }],
  ['pod', { values: ['a', 'b'], text: 'All', several: true }],
]);
const value: LinkedValue = {
  field: { name: 'Value', type: 'number', values: [1, 2.5], labels: { pod: 'cart-1' } },
  frame: {
    refId: 'A',
    fields: [
      { name: 'Time', type: 'time', values: [10, 20] },
      { name: 'host name', type: 'string', values: ['x/1', 'y/2'] },
      { name: 'site', type: 'string', values: ['https://a.example/', 'https://b.example/?q=1'] },
    ],
  },
  row: 1,
  text: '2.5 s',
  name: 'Latency',
};

it.each([
  ['https://example.com/?v=${__value.raw}', 'https://example.com/?v=2.5'],
  ['https://example.com/?v=${__value.text}&n=${__field.name}', 'https://example.com/?v=2.5%20s&n=Latency'],
  ['/d/abc/some-name?var-pod=${__field.labels.pod}', 'dashboards/abc?var-pod=cart-1'],
  ['d/abc?var-host=${__data.fields["host name"]}', 'dashboards/abc?var-host=y%2F2'],
  ['d/abc?var-host=$__cell_1', 'dashboards/abc?var-host=y%2F2'],
  ['${__data.fields.site}', 'https://b.example/?q=1'],
  ['/d/abc?var-pod=${__data.fields.pod}', 'dashboards/abc?var-pod=cart-1'],
  ['/d/abc?${ns:queryparam}&${__url_time_range}', 'dashboards/abc?var-ns=shop%20%26%20co&from=1000&to=2000'],
  ['/d/abc?${__all_variables}', 'dashboards/abc?var-ns=shop%20%26%20co&var-pod=%24__all'],
  ['javascript:alert(1)', undefined],
  ['//evil.example/', undefined],
  ['data:text/html,x', undefined],
])('%s', (url, address) => {
  expect(linkAddress(url, scope, value)).toBe(address);
});

it('keeps values of the dashboard where there is none to be on', () => {
  expect(variableQuery(scope)).toBe('var-ns=shop%20%26%20co&var-pod=%24__all');
  expect(linkAddress('https://example.com/$ns', scope)).toBe('https://example.com/shop & co');
});
