import { expect, it } from 'vitest';
import { unescapeLabelName } from './label-name.js';

it.each([
  ['job', 'job'],
  ['__name__', '__name__'],
  ['U__http_2e_status__code', 'http.status_code'],
  ['U___d55c_글', undefined],
  ['U___d55c_', '한'],
  ['U___d800_', undefined],
  ['U__a_zz_', undefined],
  ['U__', undefined],
  ['', undefined],
])('%s', (name, label) => {
  expect(unescapeLabelName(name)).toBe(label);
});
