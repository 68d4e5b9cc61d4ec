import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '15' },
    lanes: { type: 'string', default: '64' },
    spans: { type: 'string', default: '5000000' },
    logs: { type: 'string', default: '10000000' },
    samples: { type: 'string', default: '20000000' },
  },
});

switch (positionals[0]) {
  case 'ingest': {
    const { benchIngest } = await import('./ingest.js');
    await benchIngest({ seconds: Number(values.seconds), lanes: Number(values.lanes) });
    break;
  }
  case 'query': {
    const { benchQuery } = await import('./query.js');
    await benchQuery({ logs: Number(values.logs), spans: Number(values.spans), samples: Number(values.samples) });
    break;
  }
  case 'overload': {
    const { benchOverload } = await import('./overload.js');
    await benchOverload({ seconds: Number(values.seconds) });
    break;
  }
  default:
    console.error(
      'usage: npm run bench -- ingest | query | overload   [--seconds N] [--lanes N] [--logs N] [--spans N]',
    );
    process.exit(2);
}
