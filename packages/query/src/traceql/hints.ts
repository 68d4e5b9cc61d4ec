import type { Hint } from './syntax/index.js';

/** The text of a hint; `undefined` when it is missing or no text: hints of the wrong type are ignored, as in Tempo. */
export function hintText(hints: readonly Hint[], name: string): string | undefined {
  const literal = hints.find((hint) => hint.name === name)?.literal;
  return literal?.type === 'string' ? literal.value : undefined;
}

export function hintBool(hints: readonly Hint[], name: string): boolean | undefined {
  const literal = hints.find((hint) => hint.name === name)?.literal;
  return literal?.type === 'bool' ? literal.value : undefined;
}

export function hintInt(hints: readonly Hint[], name: string): number | undefined {
  const literal = hints.find((hint) => hint.name === name)?.literal;
  return literal?.type === 'int' ? Number(literal.value) : undefined;
}
