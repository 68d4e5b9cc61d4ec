/** Names of Grafana's palette, in the tones of our theme: the shade's strength is kept, the hue is ours. */
const hues: Readonly<Record<string, string>> = {
  red: 'var(--error)',
  orange: 'var(--dash-orange)',
  yellow: 'var(--dash-yellow)',
  green: 'var(--ok)',
  blue: 'var(--accent)',
  purple: 'var(--series-2)',
};

const series = 10;

/** The colour of the n-th series. */
export function seriesColour(index: number): string {
  return `var(--series-${((index % series) + series) % series})`;
}

/**
 * A colour as a dashboard writes it: a name of Grafana's palette (`dark-red`, `semi-dark-green`), `#rrggbb`, `rgb(…)`, `hsl(…)`,
 * or a CSS colour name. Anything else is no colour: it never becomes part of a style.
 */
export function cssColour(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === 'text') return 'var(--text)';
  if (text === 'transparent') return 'transparent';
  const named = /^(?:(super-light|light|semi-dark|dark)-)?(\w+)$/.exec(text);
  const hue = named && Object.hasOwn(hues, named[2] ?? '') ? hues[named[2] ?? ''] : undefined;
  if (hue !== undefined) {
    const shade = named?.[1];
    if (shade === undefined) return hue;
    const share: Readonly<Record<string, string>> = {
      'super-light': '45%',
      light: '70%',
      'semi-dark': '85%',
      dark: '70%',
    };
    const other = shade.endsWith('light') ? 'var(--surface)' : 'var(--text)';
    return `color-mix(in srgb, ${hue} ${share[shade] ?? '100%'}, ${other})`;
  }
  if (/^#[0-9a-f]{3,8}$/i.test(text)) return text;
  if (/^(rgb|hsl)a?\([\d\s.,%/]+\)$/i.test(text)) return text;
  return /^[a-z]{3,20}$/i.test(text) ? text : undefined;
}
