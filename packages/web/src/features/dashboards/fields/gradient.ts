/** Colours of a scheme from the least value to the greatest. */
export type Gradient = readonly string[];

const [red, yellow, green, blue, purple] = [
  'var(--error)',
  'var(--dash-yellow)',
  'var(--ok)',
  'var(--accent)',
  'var(--series-2)',
];
const faint = (colour: string): string => `color-mix(in srgb, ${colour} 25%, var(--surface))`;

/** Grafana's schemes that run through the values, in the tones of our theme. */
const gradients: Readonly<Record<string, Gradient>> = {
  'continuous-GrYlRd': [green, yellow, red],
  'continuous-RdYlGr': [red, yellow, green],
  'continuous-BlYlRd': [blue, yellow, red],
  'continuous-YlRd': [yellow, red],
  'continuous-BlPu': [blue, purple],
  'continuous-YlBl': [yellow, blue],
  'continuous-blues': [faint(blue), blue],
  'continuous-reds': [faint(red), red],
  'continuous-greens': [faint(green), green],
  'continuous-purples': [faint(purple), purple],
};

export function gradientOf(mode: string): Gradient | undefined {
  return Object.hasOwn(gradients, mode) ? gradients[mode] : undefined;
}

/** The colour at a share of the way, 0 to 1; outside, that of the end. */
export function gradientAt(gradient: Gradient, share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (gradient.length - 1);
  const at = Math.min(gradient.length - 2, Math.floor(place));
  const [from, to] = [gradient[at] ?? 'transparent', gradient[at + 1] ?? 'transparent'];
  const rest = Math.round((place - at) * 100);
  return rest === 0 ? from : rest === 100 ? to : `color-mix(in srgb, ${to} ${rest}%, ${from})`;
}
