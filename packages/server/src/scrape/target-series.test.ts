import { DEFAULT_TENANT, millis, type AcceptWindow } from '@bongsu/model';
import { SeriesTable } from '@bongsu/wire/prometheus';
import { describe, expect, it } from 'vitest';
import { readPrometheusFile } from './config/prometheus-file.js';
import type { ScrapeReport } from './body-handler.js';
import { TargetSeries } from './target-series.js';

const WINDOW: AcceptWindow = { oldest: millis(1000), newest: millis(1e13) };

function target(job = ''): TargetSeries {
  const { file, errors } = readPrometheusFile('p.yml', `scrape_configs: [{job_name: j${job}}]`);
  if (file === undefined) throw new Error(errors.join('\n'));
  const [config] = file.scrapeConfigs;
  return new TargetSeries({
    config: config!,
    histograms: config!.histograms,
    labels: { job: 'j', instance: 'i' },
    table: new SeriesTable(1000),
    tenant: DEFAULT_TENANT,
  });
}

interface Scraped {
  readonly problem: string;
  readonly report: ScrapeReport;
  /** Samples and stale markers. */
  readonly rows: number;
}

/** Scrapes the bodies one after another; undefined is a target that does not answer. */
function scrapes(series: TargetSeries, bodies: readonly (string | undefined)[]): Scraped[] {
  return bodies.map((text, i) => {
    const body = text === undefined ? undefined : { bytes: Buffer.from(text), format: 'text' as const };
    const { batch, problem, report } = series.rows(millis(1e12 + i * 1000), WINDOW, body, () => []);
    return { problem, report, rows: batch.batch.samples.count };
  });
}

const counts = ({ report: { scraped, postRelabeling, added } }: Scraped): string =>
  `${scraped} ${postRelabeling} ${added}`;

describe('samples scraped, left after relabelling, and series added', () => {
  it.each<[string, string, (string | undefined)[], string[]]>([
    ['a new series once', '', ['a 1\n', 'a 1\nb 1\n', 'b 1\n', 'a 1\nb 1\n'], ['1 1 1', '2 2 1', '1 1 0', '2 2 1']],
    [
      'what a rule drops',
      ', metric_relabel_configs: [{source_labels: [__name__], regex: d, action: drop}]',
      ['a 1\nd 1\n', 'a 1\nd 1\n'],
      ['2 1 1', '2 1 0'],
    ],
    ['a series twice', '', ['a 1\na 2\n'], ['2 2 1']],
    ['a series twice with times', '', ['a 1 5000\na 2 6000\n'], ['2 2 1']],
    ['a sample that is too old', '', ['a 1 1\nb 1\n'], ['2 2 1']],
    ['no answer', '', [undefined], ['0 0 0']],
    ['an empty answer', '', ['a 1\n', ''], ['1 1 1', '0 0 0']],
    ['a series that was there before a failure', '', ['a 1\n', undefined, 'a 1\n'], ['1 1 1', '0 0 0', '1 1 0']],
    ['until the line that cannot be read', '', ['a 1\nb 1\nno\nc 1\n', 'a 1\nb 1\nc 1\n'], ['2 2 2', '3 3 1']],
    [
      'all beyond the limit of samples, but nothing added there',
      ', sample_limit: 2',
      ['a 1\nb 1\nc 1\nd 1\n', 'a 1\nb 1\nc 1\nd 1\n', 'c 1\nd 1\n'],
      ['4 4 2', '4 4 0', '2 2 2'],
    ],
    ['until the series with too many labels', ', label_limit: 3', ['a 1\nb{x="y"} 1\nc 1\n'], ['2 1 1']],
  ])('%s', (_, job, bodies, expected) => {
    expect(scrapes(target(job), bodies).map(counts)).toEqual(expected);
  });
});

describe('why a scrape fails', () => {
  it.each<[string, string, string, string]>([
    ['nothing', '', 'a 1\n', ''],
    ['an empty answer is none', '', '', ''],
    ['a line', '', 'a 1\nno\n', 'line 2: no has no value'],
    ['too many samples', ', sample_limit: 1', 'a 1\nb 1\n', 'sample limit exceeded (limit: 1)'],
    ['a line comes before too many samples', ', sample_limit: 1', 'a 1\nb 1\nno\n', 'line 3: no has no value'],
    [
      'too many labels come before a line',
      ', label_limit: 3',
      'a{b="c"} 1\nno\n',
      'label_limit exceeded (metric: a, number of labels: 4, limit: 3)',
    ],
    [
      'a label name',
      ', label_name_length_limit: 8',
      'a{b23456789="c"} 1\n',
      'label_name_length_limit exceeded (metric: a, label name: b23456789, length: 9, limit: 8)',
    ],
    [
      'a label value, of which the head is shown',
      ', label_value_length_limit: 50',
      `a{b="${'x'.repeat(60)}"} 1\n`,
      `label_value_length_limit exceeded (metric: a, label name: b, value: "${'x'.repeat(50)}", length: 60, limit: 50)`,
    ],
  ])('%s', (_, job, body, expected) => {
    expect(scrapes(target(job), [body])[0]!.problem).toBe(expected);
  });
});

describe('rows', () => {
  it('the first of two samples of a series, an end for what is gone, all ends of a scrape that fails', () => {
    const found = scrapes(target(', sample_limit: 3'), [
      'a 1\na 2\nb 1\n',
      'a 1\n',
      'a 1\nb 1\nno\n',
      undefined,
      'a 1\nb 1\nc 1\nd 1\n',
    ]);
    // Two samples; one and the end of b; the end of a; nothing is left to end; nothing of a scrape that fails.
    expect(found.map(({ rows }) => rows)).toEqual([2, 2, 1, 0, 0]);
  });
});

describe('families', () => {
  const said = (series: TargetSeries): string[] =>
    Array.from(series.families, ([family, { type, help, unit }]) => `${family} ${type} ${help}${unit}`);

  it('are there with what was said of them, be it little', () => {
    const series = target();
    scrapes(series, ['# TYPE a untyped\n# HELP b\n# TYPE c gauge\n# HELP c Cee.\nd 1\n']);
    expect(said(series)).toEqual(['a unknown ', 'b unknown ', 'c gauge Cee.']);
  });

  it('keep what a later scrape does not repeat, and go after ten scrapes without', () => {
    const series = target();
    scrapes(series, ['# TYPE a gauge\n# HELP a Eh.\n', '# TYPE a counter\n', ...Array<string>(10).fill('b 1\n')]);
    expect(said(series)).toEqual(['a counter Eh.']);
    scrapes(series, ['b 1\n']);
    expect(said(series)).toEqual([]);
  });

  it('are told as a whole to the table, which several targets share', () => {
    const table = new SeriesTable(1000);
    const texts: string[] = [];
    const describe = table.describe.bind(table);
    table.describe = (tenant, family, text) => {
      texts.push(`${family} ${text.type} ${text.help}`);
      describe(tenant, family, text);
    };
    const { file } = readPrometheusFile('p.yml', 'scrape_configs: [{job_name: j}]');
    const config = file!.scrapeConfigs[0]!;
    const series = new TargetSeries({
      config,
      histograms: config.histograms,
      labels: {},
      table,
      tenant: DEFAULT_TENANT,
    });
    const body = '# HELP a Eh.\n# TYPE a gauge\na 1\n# TYPE b counter\n# HELP b Bee.\n';
    scrapes(series, [body, body]);
    expect(texts).toEqual(['a gauge Eh.', 'b counter Bee.']);
  });
});
