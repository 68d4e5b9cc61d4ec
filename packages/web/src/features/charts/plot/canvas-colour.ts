/**
 * Makes a resolver of CSS colours for a canvas, which knows neither variables nor `color-mix`: the browser computes them on an element
 * within `host`. The element is gone after `release`.
 */
export function canvasColours(host: HTMLElement): {
  readonly of: (colour: string, opacity?: number) => string;
  readonly release: () => void;
} {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const known = new Map<string, string>();
  return {
    of: (colour, opacity = 1) => {
      const css = opacity >= 1 ? colour : `color-mix(in srgb, ${colour} ${Math.round(opacity * 100)}%, transparent)`;
      let found = known.get(css);
      if (found === undefined) {
        probe.style.color = '';
        probe.style.color = css;
        found = getComputedStyle(probe).color;
        known.set(css, found);
      }
      return found;
    },
    release: () => probe.remove(),
  };
}
