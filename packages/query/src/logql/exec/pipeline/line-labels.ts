import type { Labels } from '@bongsu/model';

/** What `__error__` may hold (pkg/logqlmodel/error.go). */
export type PipelineErrorKind =
  'JSONParserErr' | 'LogfmtParserErr' | 'LabelFilterErr' | 'SampleExtractionErr' | 'TemplateFormatErr';

export const ERROR_LABEL = '__error__';
export const ERROR_DETAILS_LABEL = '__error_details__';
/** Marks errors that a query groups by, so that they do not fail it. */
export const PRESERVE_ERROR_LABEL = '__preserve_error__';

/** Given to the loser where two categories have one name. */
export const DUPLICATE_SUFFIX = '_extracted';

/** Which labels a metric query needs of the parsers: see `parserHints`. */
export interface ParserHints {
  /** The query needs no labels: parsers do not run at all. */
  readonly noLabels: boolean;
  /** Only these are extracted, and parsing ends when all were; absent: every label is. */
  readonly required?: readonly string[];
  /** The query asks for `__error__`: an error leaves `__preserve_error__` behind. */
  readonly preserveError: boolean;
}

export const NO_HINTS: ParserHints = { noLabels: false, preserveError: false };

/** Labels of a line by where they come from. Errors stand under `parsed`. */
export interface LabelCategories {
  readonly stream: Labels;
  readonly metadata: Labels;
  readonly parsed: Labels;
}

type Entry = [name: string, value: string];

const EMPTY: Labels = {};

/**
 * Labels of the line being processed, in Loki's three categories (pkg/logql/log/labels.go). The stream keeps its
 * names; metadata of a name the stream has goes by `<name>_extracted`, and so does what a parser finds under the name
 * of either. What a stage sets explicitly hides both. One object is reused for all lines.
 */
export class LineLabels {
  #stream: Labels = EMPTY;
  #metadata: Labels = EMPTY;
  /** Name to value; `undefined` for one that was parsed and deleted again: parsers do not bring it back. */
  readonly #parsed = new Map<string, string | undefined>();
  /** Names of the stream or metadata that were deleted. */
  readonly #deleted = new Set<string>();
  #error = '';
  #errorDetails = '';
  readonly #required: ReadonlySet<string> | undefined;
  /** Required names that no parser has found yet. */
  #missing = 0;

  constructor(readonly hints: ParserHints = NO_HINTS) {
    this.#required = hints.required === undefined ? undefined : new Set(hints.required);
  }

  /** Starts the next line; both are sorted by name. */
  reset(stream: Labels, metadata: Labels): void {
    this.#stream = stream;
    this.#metadata = metadata;
    if (this.#parsed.size > 0) this.#parsed.clear();
    if (this.#deleted.size > 0) this.#deleted.clear();
    this.#error = own(metadata, ERROR_LABEL) ?? '';
    this.#errorDetails = own(metadata, ERROR_DETAILS_LABEL) ?? '';
    this.#missing = this.#required?.size ?? 0;
  }

  /** The label's value; `undefined` when there is none, which differs from an empty one. Errors are no labels here. */
  get(name: string): string | undefined {
    const parsed = this.#parsed.get(name);
    if (parsed !== undefined) return parsed;
    if (this.#deleted.size > 0 && this.#deleted.has(name)) return undefined;
    return this.#metadataOf(name) ?? own(this.#stream, name);
  }

  /** Sets a label as `label_format` does: it hides what the stream or metadata have under the name. */
  set(name: string, value: string): void {
    if (this.#missing > 0 && !this.#parsed.has(name) && this.#required!.has(name)) this.#missing--;
    this.#parsed.set(name, value);
  }

  /**
   * Sets a label as parsers do: under `<name>_extracted` where stream or metadata have the name, only where hints want
   * it, and never over what was parsed before.
   */
  extract(name: string, value: string): void {
    const free = this.freeName(name);
    if (this.wants(free) && !this.wasParsed(free)) this.set(free, value);
  }

  /** The name under which a parser sets what it finds as `name`. Stream labels count even when deleted. */
  freeName(name: string): string {
    return own(this.#stream, name) !== undefined || (this.#metadataOf(name) !== undefined && !this.#hidden(name))
      ? name + DUPLICATE_SUFFIX
      : name;
  }

  /** Whether a parser or `label_format` set the label on this line, be it deleted again or not. */
  wasParsed(name: string): boolean {
    return this.#parsed.has(name);
  }

  /** Whether the hints ask for a label of this name. */
  wants(name: string): boolean {
    return this.#required === undefined || this.#required.has(name);
  }

  /** Whether a parser need not run (any more) on this line. */
  get satisfied(): boolean {
    return this.hints.noLabels || (this.#required !== undefined && this.#missing === 0 && this.#required.size > 0);
  }

  delete(name: string): void {
    if (this.#parsed.has(name)) this.#parsed.set(name, undefined);
    this.#deleted.add(name);
  }

  setError(kind: PipelineErrorKind, details: string | undefined): void {
    this.#error = kind;
    if (details !== undefined) this.#errorDetails = details;
  }

  /** As `setError`, of a parser: keeps the error for a query that asks for it. */
  setParserError(kind: PipelineErrorKind, details: string | undefined): void {
    this.setError(kind, details);
    if (this.hints.preserveError) this.set(PRESERVE_ERROR_LABEL, 'true');
  }

  clearError(): void {
    this.#error = '';
  }

  clearErrorDetails(): void {
    this.#errorDetails = '';
  }

  /** '' when there is none. */
  get error(): string {
    return this.#error;
  }

  get errorDetails(): string {
    return this.#errorDetails;
  }

  /** Every label, errors included, in no order; each name once. */
  entries(): Entry[] {
    const entries: Entry[] = [];
    this.#addStream(entries);
    this.#addMetadata(entries);
    this.#addParsed(entries);
    return entries;
  }

  /** All labels, sorted by name, errors included. */
  merged(): Labels {
    if (this.#parsed.size === 0 && this.#deleted.size === 0 && this.#error === '' && this.#errorDetails === '') {
      if (isEmpty(this.#metadata)) return this.#stream;
    }
    return sorted(this.entries());
  }

  /** The labels by category, each sorted by name. */
  categories(): LabelCategories {
    if (this.#asGiven()) return { stream: this.#stream, metadata: this.#metadata, parsed: EMPTY };
    const stream: Entry[] = [];
    this.#addStream(stream);
    const metadata: Entry[] = [];
    this.#addMetadata(metadata);
    const parsed: Entry[] = [];
    this.#addParsed(parsed);
    return { stream: sorted(stream), metadata: sorted(metadata), parsed: sorted(parsed) };
  }

  /** Whether no stage changed a label and no name of the metadata stands in another one's way. */
  #asGiven(): boolean {
    if (this.#parsed.size > 0 || this.#deleted.size > 0 || this.#error !== '' || this.#errorDetails !== '')
      return false;
    for (const name in this.#metadata) {
      if (own(this.#stream, name) !== undefined || name === ERROR_LABEL || name === ERROR_DETAILS_LABEL) return false;
      if (name.endsWith(DUPLICATE_SUFFIX)) return false;
    }
    return true;
  }

  #addStream(entries: Entry[]): void {
    for (const name of Object.keys(this.#stream)) {
      if (!this.#hidden(name) && this.#metadataOf(name) === undefined) entries.push([name, this.#stream[name]!]);
    }
  }

  #addMetadata(entries: Entry[]): void {
    for (const key of Object.keys(this.#metadata)) {
      if (key === ERROR_LABEL || key === ERROR_DETAILS_LABEL) continue;
      const renamed = own(this.#stream, key) !== undefined;
      const name = renamed ? key + DUPLICATE_SUFFIX : key;
      // Metadata that has the suffixed name itself wins over the renamed one.
      if (this.#hidden(name) || (renamed && this.#metadataOf(name) !== this.#metadata[key])) continue;
      entries.push([name, this.#metadata[key]!]);
    }
  }

  #addParsed(entries: Entry[]): void {
    for (const [name, value] of this.#parsed) if (value !== undefined) entries.push([name, value]);
    if (this.#error !== '') entries.push([ERROR_LABEL, this.#error]);
    if (this.#errorDetails !== '') entries.push([ERROR_DETAILS_LABEL, this.#errorDetails]);
  }

  /** Whether stream and metadata no longer show under the name. */
  #hidden(name: string): boolean {
    return this.#deleted.has(name) || this.#parsed.get(name) !== undefined;
  }

  #metadataOf(name: string): string | undefined {
    const value = own(this.#metadata, name);
    if (value !== undefined && own(this.#stream, name) === undefined) return value;
    if (!name.endsWith(DUPLICATE_SUFFIX)) return undefined;
    const base = name.slice(0, -DUPLICATE_SUFFIX.length);
    return own(this.#stream, base) === undefined ? undefined : own(this.#metadata, base);
  }
}

/** An own property; what a prototype has is no text. */
function own(labels: Labels, name: string): string | undefined {
  const value: unknown = labels[name];
  return typeof value === 'string' ? value : undefined;
}

function isEmpty(labels: Labels): boolean {
  for (const _ in labels) return false;
  return true;
}

function sorted(entries: Entry[]): Labels {
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const labels: Record<string, string> = {};
  for (const [name, value] of entries) {
    // Assigned, this one would be no label. For all others assigning is several times faster than `fromEntries`.
    if (name === '__proto__') Object.defineProperty(labels, name, { value, enumerable: true, configurable: true });
    else labels[name] = value;
  }
  return labels;
}
