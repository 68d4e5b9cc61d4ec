import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** One measured figure and the bar it is held to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar?: { readonly op: '>=' | '<='; readonly value: number };
}

const format = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));

export function meets(figure: Figure): boolean | undefined {
  if (figure.bar === undefined) return undefined;
  return figure.bar.op === '>=' ? figure.value >= figure.bar.value : figure.value <= figure.bar.value;
}

/** Prints the figures as a table and writes them with their raw samples to `bench/results/<name>.json`. */
export function report(name: string, figures: readonly Figure[], raw: unknown): void {
  const rows = figures.map((figure) => {
    const met = meets(figure);
    return [
      figure.name,
      `${format(figure.value)} ${figure.unit}`,
      figure.bar ? `${figure.bar.op} ${format(figure.bar.value)} ${figure.unit}` : '',
      met === undefined ? '' : met ? 'met' : 'MISSED',
    ];
  });
  const table = [['figure', 'measured', 'bar', ''], ...rows];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...table.map((row) => row[i]!.length)));
  for (const row of table)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, memoryBytes: totalmem(), node: process.version };
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ name, machine, figures, raw }, null, 2) + '\n');
  console.log(`raw results: bench/results/${name}.json`);
}
