import type { ExpositionHandler } from './handler.js';

/** Writes down what a reader reports, a line each. */
export function recorder(): { readonly lines: string[]; readonly handler: ExpositionHandler } {
  const lines: string[] = [];
  return {
    lines,
    handler: {
      metadata: (family, entry) => lines.push(`meta ${family} ${JSON.stringify(entry)}`),
      sample: (series, value, at, exemplar) => {
        const time = at === undefined ? '' : ` @${at}`;
        lines.push(`${series} = ${value}${time}${exemplar === undefined ? '' : ` ex ${JSON.stringify(exemplar)}`}`);
      },
      histogram: (series, histogram, at, exemplars, created) =>
        lines.push(`hist ${series} ${JSON.stringify({ histogram, at, exemplars, created })}`),
      created: (series, at) => lines.push(`created ${series} @${at}`),
    },
  };
}
