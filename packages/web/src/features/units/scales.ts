/** A unit that grows: from `base` each step multiplies the size of the one before it. */
export interface Scale {
  /** Size in the base unit, and the symbol written after the number, from small to large. */
  readonly steps: readonly (readonly [size: number, symbol: string])[];
}

const si = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const small = [
  [1e-9, 'n'],
  [1e-6, 'µ'],
  [1e-3, 'm'],
] as const;

/** Powers of 1000 of a unit: `B`, `kB`, `MB`. `from` names the prefix a value of 1 stands for. */
export function decimal(symbol: string, options: { readonly from?: number; readonly small?: boolean } = {}): Scale {
  const { from = 0 } = options;
  const up = si.map((prefix, power): [number, string] => [1000 ** (power - from), prefix + symbol]);
  return { steps: options.small ? [...small.map(([size, p]): [number, string] => [size, p + symbol]), ...up] : up };
}

/** Powers of 1024: `B`, `KiB`, `MiB`. */
export function binary(symbol: string, from = 0): Scale {
  const prefixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  return { steps: prefixes.map((prefix, power): [number, string] => [1024 ** (power - from), prefix + symbol]) };
}

/** Whether its steps are powers of 1024. */
export function isBinary({ steps: [first, second] }: Scale): boolean {
  return first !== undefined && second !== undefined && second[0] / first[0] === 1024;
}

const clock: readonly (readonly [seconds: number, symbol: string])[] = [
  [1e-9, 'ns'],
  [1e-6, 'µs'],
  [1e-3, 'ms'],
  [1, 's'],
  [60, 'min'],
  [3_600, 'h'],
  [86_400, 'd'],
  [604_800, 'w'],
  [31_536_000, 'y'],
];

/** Lengths of time; a value of 1 is `seconds` long. Nothing is shown in a smaller unit than `floor` seconds. */
export function duration(seconds: number, floor = 1e-9): Scale {
  return { steps: clock.filter(([size]) => size >= floor).map(([size, symbol]) => [size / seconds, symbol]) };
}

/** The step a value is shown in: the largest that is not above it. */
export function stepOf(scale: Scale, value: number): readonly [size: number, symbol: string] {
  const abs = Math.abs(value);
  const base = scale.steps.find(([size]) => size === 1) ?? scale.steps[0] ?? [1, ''];
  if (abs === 0 || !Number.isFinite(abs)) return base;
  return scale.steps.findLast(([size]) => abs >= size * 0.9999999) ?? scale.steps[0] ?? base;
}
