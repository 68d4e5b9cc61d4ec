import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '15' },
    lanes: { type: 'string', default: '64' },
    spans: { type: 'string', default: '5000000' },
    logs: { type: 'string', default: '10000000' },
    series: { type: 'string' },
    folder: { type: 'string' },
    only: { type: 'string' },
  },
});

switch (positionals[0]) {
  case 'ingest': {
    const { benchIngest } = await import('./ingest.js');
    await benchIngest({ seconds: Number(values.seconds), lanes: Number(values.lanes) });
    break;
  }
  case 'logql': {
    const { benchLogql } = await import('./logql.js');
    await benchLogql(Number(values.logs), values);
    break;
  }
  case 'traceql': {
    const { benchTraceql } = await import('./traceql.js');
    await benchTraceql(Number(values.spans), values);
    break;
  }
  case 'promql': {
    const { benchPromql } = await import('./promql.js');
    await benchPromql((values.series ?? '2000,20000').split(',').map(Number));
    break;
  }
  case 'cardinality': {
    const { benchCardinality } = await import('./cardinality.js');
    await benchCardinality(Number(values.series ?? 1_000_000));
    break;
  }
  case 'scrape': {
    const { benchScrape } = await import('./scrape.js');
    await benchScrape(Number(values.seconds));
    break;
  }
  case 'overload': {
    const { benchOverload } = await import('./overload.js');
    await benchOverload({ seconds: Number(values.seconds) });
    break;
  }
  case 'query-storm': {
    const { benchQueryStorm } = await import('./query-storm.js');
    await benchQueryStorm({ seconds: Number(values.seconds) });
    break;
  }
  default:
    console.error(
      'usage: npm run bench -- ingest | logql | traceql | promql | scrape | cardinality | overload | query-storm   [--seconds N] [--lanes N] [--logs N] [--spans N] [--series N,N] [--folder KEPT] [--only NAME]',
    );
    process.exit(2);
}
