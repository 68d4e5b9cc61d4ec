import type { Raw } from './key.js';
import { configKeys, type ConfigKey } from './schema.js';

/** One value and the place it was read from, as an error message says it. */
export interface Setting {
  readonly value: unknown;
  readonly from: string;
}

/** Dotted key to setting: what one source says. */
export type Layer = ReadonlyMap<string, Setting>;

/** A whole-signal retention as one scalar: `retention: 7d` is all three. */
export const RETENTION = 'retention';
const RETENTION_SIGNALS = ['logs', 'traces', 'metrics'] as const;

export function isKnownKey(path: string): boolean {
  return path === RETENTION || configKeys().some((key) => key.path === path);
}

/** Spells `retention` out per signal; a signal that the same source names itself stays. */
export function expandRetention(layer: Layer): Layer {
  const all = layer.get(RETENTION);
  if (all === undefined) return layer;
  const expanded = new Map(layer);
  expanded.delete(RETENTION);
  for (const signal of RETENTION_SIGNALS) {
    const path = `${RETENTION}.${signal}`;
    if (!expanded.has(path)) expanded.set(path, all);
  }
  return expanded;
}

/** `flags` has dotted keys; a flag's name is the key in kebab case. */
export function flagLayer(flags: Readonly<Record<string, Raw>>): Layer {
  return new Map(Object.entries(flags).map(([path, value]) => [path, { value, from: `--${flagName(path)}` }] as const));
}

export function flagName(path: string): string {
  return path.replaceAll('.', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Names that start with `BONGSU_` but are no keys of the schema. */
const NOT_KEYS = new Set(['BONGSU_CONFIG', 'BONGSU_URL']);

export interface EnvironmentLayer {
  readonly layer: Layer;
  readonly unknown: readonly string[];
}

export function environmentLayer(environment: Readonly<Record<string, string | undefined>>): EnvironmentLayer {
  const byName = new Map<string, string>(configKeys().map((key: ConfigKey) => [key.environment, key.path]));
  byName.set('BONGSU_RETENTION', RETENTION);
  const layer = new Map<string, Setting>();
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('BONGSU_') || NOT_KEYS.has(name) || value === undefined) continue;
    const path = byName.get(name);
    if (path === undefined) unknown.push(name);
    else layer.set(path, { value, from: `environment ${name}` });
  }
  return { layer, unknown };
}
