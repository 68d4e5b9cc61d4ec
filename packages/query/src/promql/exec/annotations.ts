import { lineColumn, type SourceRange } from '../../lang/index.js';

/** As many of each kind as the API sends. */
const MAX_SHOWN = 10;

/** Warnings and infos of one query, each once, with the place in the query they are about. */
export class Annotations {
  readonly #warnings = new Set<string>();
  readonly #infos = new Set<string>();

  constructor(readonly query: string) {}

  warn(message: string, at: SourceRange): void {
    this.#warnings.add(`PromQL warning: ${message}${this.#place(at)}`);
  }

  info(message: string, at: SourceRange): void {
    this.#infos.add(`PromQL info: ${message}${this.#place(at)}`);
  }

  #place(at: SourceRange): string {
    const { line, column } = lineColumn(this.query, at.start);
    return ` (${line}:${column})`;
  }

  get warnings(): string[] {
    return capped(this.#warnings, 'warning');
  }

  get infos(): string[] {
    return capped(this.#infos, 'info');
  }
}

function capped(all: ReadonlySet<string>, kind: string): string[] {
  const shown = [...all].slice(0, MAX_SHOWN);
  if (all.size > MAX_SHOWN) shown.push(`${all.size - MAX_SHOWN} more ${kind} annotations omitted`);
  return shown;
}
