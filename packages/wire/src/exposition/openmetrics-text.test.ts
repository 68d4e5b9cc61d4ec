import { describe, expect, it } from 'vitest';
import { recorder } from './exposition.testkit.js';
import { readOpenMetricsText } from './openmetrics-text.js';

function read(text: string): string[] {
  const { lines, handler } = recorder();
  const done = readOpenMetricsText(text, handler);
  if (!done.ok) lines.push(`line ${done.error.line}: ${done.error.message}`);
  return lines;
}

describe('OpenMetrics text', () => {
  it('reads metadata, times in seconds, exemplars and start times', () => {
    const text = [
      '# TYPE req counter',
      '# UNIT req_seconds seconds',
      '# HELP req Requests "served".',
      'req_total{path="/"} 17 1520879607.789 # {trace_id="0af7651916cd43dd8448eb211c80319c"} 0.67 1520879607.5',
      'req_created{path="/"} 1520430000.123',
      '# TYPE lat histogram',
      'lat_bucket{le="0.1"} 8 # {trace_id="x",a="b"} 0.05',
      'lat_bucket{le="+Inf"} 9',
      'lat_count 9',
      'lat_sum 3.2',
      '# EOF',
    ].join('\n');
    expect(read(text)).toEqual([
      'meta req {"type":"counter"}',
      'meta req_seconds {"unit":"seconds"}',
      'meta req {"help":"Requests \\"served\\"."}',
      'req_total{path="/"} = 17 @1520879607789 ex {"labels":{"trace_id":"0af7651916cd43dd8448eb211c80319c"},"value":0.67,"timestampMs":1520879607500}',
      'req_created{path="/"} = 1520430000.123',
      'meta lat {"type":"histogram"}',
      'lat_bucket{le="0.1"} = 8 ex {"labels":{"trace_id":"x","a":"b"},"value":0.05}',
      'lat_bucket{le="+Inf"} = 9',
      'lat_count = 9',
      'lat_sum = 3.2',
    ]);
  });

  it('takes the start of a counter from _created within its family', () => {
    const text = '# TYPE a counter\na_total 1\na_created 1000.5\n# TYPE b gauge\nb_created 7\n# EOF\n';
    expect(read(text).filter((line) => line.startsWith('created'))).toEqual(['created a_created @1000500']);
  });

  it('keeps a hash inside of a label', () => {
    expect(read('a{b=" # {"} 1\n# EOF\n')).toEqual(['a{b=" # {"} = 1']);
  });

  it.each<[string, string, string]>([
    ['no end', 'a 1\n', 'line 1: data does not end with # EOF'],
    ['data after the end', '# EOF\na 1\n', 'line 2: unexpected data after # EOF'],
    ['a blank line', 'a 1\n\n# EOF\n', 'line 2: a blank line is not allowed'],
    ['a bad type', '# TYPE a foo\n# EOF\n', 'line 1: invalid metric type "foo" of a'],
    ['a unit that is no suffix', '# UNIT a seconds\n# EOF\n', 'line 1: unit "seconds" is not a suffix of metric "a"'],
    ['a help without a text', '# HELP a\n# EOF\n', 'line 1: expected text in HELP of a'],
    ['a comment', '# hello\n# EOF\n', 'line 1: unexpected "# hello": expected HELP, TYPE, UNIT or EOF'],
    ['an exemplar without labels', 'a 1 # 5\n# EOF\n', 'line 1: exemplar of a: expected a label set'],
    ['no value', 'a\n# EOF\n', 'line 1: expected a blank and a value after a'],
    ['two blanks', 'a  1\n# EOF\n', 'line 1: a: "" is not a number'],
  ])('refuses %s', (_, text, expected) => {
    expect(read(text).at(-1)).toBe(expected);
  });
});
