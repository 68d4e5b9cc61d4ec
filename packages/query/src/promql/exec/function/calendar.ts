import type { SeriesFunction } from '../context.js';
import { dropNames, numbersOnly } from '../series.js';
import { stepSeconds, unlabelled } from './time.js';

/** A part of a UTC date. The values of the argument are seconds since the epoch; without one it is the step's time. */
const datePart = (part: (date: Date) => number): SeriesFunction => ({
  kind: 'series',
  evaluate: async (node, context) => {
    const [arg] = node.args;
    const of = (seconds: number): number => part(new Date(Math.trunc(seconds) * 1000));
    if (arg === undefined) return { type: 'vector', series: [unlabelled(stepSeconds(node).map(of))] };
    const series = (await context.vector(arg)).map(numbersOnly).map((one) => ({ ...one, values: one.values.map(of) }));
    return { type: 'vector', series: dropNames(series, context.delayedNameRemoval) };
  },
});

const MS_PER_DAY = 86_400_000;

export const CALENDAR: readonly (readonly [name: string, impl: SeriesFunction])[] = [
  ['day_of_month', datePart((d) => d.getUTCDate())],
  ['day_of_week', datePart((d) => d.getUTCDay())],
  ['day_of_year', datePart((d) => Math.floor((d.getTime() - Date.UTC(d.getUTCFullYear(), 0, 1)) / MS_PER_DAY) + 1)],
  ['days_in_month', datePart((d) => new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 0)).getUTCDate())],
  ['hour', datePart((d) => d.getUTCHours())],
  ['minute', datePart((d) => d.getUTCMinutes())],
  ['month', datePart((d) => d.getUTCMonth() + 1)],
  ['year', datePart((d) => d.getUTCFullYear())],
];
