import type { Result } from '@bongsu/model';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';

/** Collects what is wrong with a file: sentences with file and line. */
export interface YamlProblems {
  readonly errors: string[];
  /** What is read and has no effect here. */
  readonly warnings: string[];
}

/** A file in somebody else's format (`prometheus.yml`, `alertmanager.yml`), read key by key. */
export interface YamlFile extends YamlProblems {
  /** Undefined when the file is no YAML map. An empty file is an empty map. */
  readonly root: YamlMap | undefined;
}

/** `name` is how messages call the file. */
export function readYaml(name: string, source: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const errors = document.errors.map(
    (problem) => `${name}:${lines.linePos(problem.pos[0]).line}: not valid YAML: ${problem.message}`,
  );
  const warnings: string[] = [];
  const context: Context = { name, lines, document, errors, warnings };
  const { contents } = document;
  if (errors.length > 0) return { root: undefined, errors, warnings };
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return { root: new YamlMap(context, '', []), errors, warnings };
  }
  return { root: new YamlNode(context, '', contents, 0).map(), errors, warnings };
}

const YES = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const NO = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

interface Context extends YamlProblems {
  readonly name: string;
  readonly lines: LineCounter;
  readonly document: Document;
}

/** A value with its place. What it should be and is not becomes an error, and the reading goes on. */
export class YamlNode {
  readonly #context: Context;
  readonly #node: Node | null;
  readonly #offset: number;

  constructor(
    context: Context,
    /** Dotted, e.g. `scrape_configs[0].job_name`. */
    readonly path: string,
    node: Node | null,
    offset: number,
  ) {
    this.#context = context;
    this.#node = isAlias(node) ? (node.resolve(context.document) ?? null) : node;
    this.#offset = node?.range?.[0] ?? offset;
  }

  /** `file:line: path` */
  get place(): string {
    return `${this.#context.name}:${this.#context.lines.linePos(this.#offset).line}: ${this.path}`;
  }

  error(message: string): void {
    this.#context.errors.push(`${this.place}: ${message}`);
  }

  warn(message: string): void {
    this.#context.warnings.push(`${this.place}: ${message}`);
  }

  get isEmpty(): boolean {
    const node = this.#node;
    if (this.isNull) return true;
    return (isSeq(node) || isMap(node)) && node.items.length === 0;
  }

  /** Absent or `null`, which are the same to the readers of such files. */
  get isNull(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  /** The keys of a map, in the order of the file. */
  map(): YamlMap | undefined {
    const node = this.#node;
    if (this.isNull) return new YamlMap(this.#context, this.path, []);
    if (!isMap(node)) {
      this.error('must be a map of keys to values');
      return undefined;
    }
    const entries = node.items.map((pair): [string, YamlNode] => {
      const key = pair.key as Node;
      const name = isScalar(key) ? String(key.value) : '?';
      const path = this.path === '' ? name : `${this.path}.${name}`;
      return [name, new YamlNode(this.#context, path, pair.value as Node | null, key.range?.[0] ?? this.#offset)];
    });
    return new YamlMap(this.#context, this.path, entries);
  }

  list(): readonly YamlNode[] {
    const node = this.#node;
    if (this.isNull) return [];
    if (!isSeq(node)) {
      this.error('must be a list');
      return [];
    }
    return node.items.map((item, i) => {
      return new YamlNode(this.#context, `${this.path}[${i}]`, item as Node | null, this.#offset);
    });
  }

  /** A scalar as the text it is written with; '' for none. */
  text(): string {
    const node = this.#node;
    if (node === null) return '';
    if (!isScalar(node)) {
      this.error('must be a single value');
      return '';
    }
    if (node.value === null) return '';
    return typeof node.value === 'string' ? node.value : (node.source ?? JSON.stringify(node.value));
  }

  /** As YAML 1.1 has them too: `yes`, `on`, `no`, `off`. */
  boolean(): boolean {
    const node = this.#node;
    if (isScalar(node) && typeof node.value === 'boolean') return node.value;
    if (isScalar(node) && node.type === 'PLAIN') {
      const text = this.text();
      if (YES.test(text)) return true;
      if (NO.test(text)) return false;
    }
    this.error('must be true or false');
    return false;
  }

  /** `min` inclusive. */
  integer(min = 0): number {
    const value = Number(this.text() === '' ? NaN : this.text());
    if (Number.isSafeInteger(value) && value >= min) return value;
    this.error(`must be a whole number of at least ${min}`);
    return min;
  }

  /** Reads the text with `parse`, whose error says what is allowed. */
  parsed<T>(parse: (text: string) => Result<T, string>, fallback: T): T {
    const result = parse(this.text());
    if (result.ok) return result.value;
    this.error(result.error);
    return fallback;
  }

  oneOf<const T extends string>(words: readonly T[], fallback: T): T {
    const word = words.find((each) => each === this.text());
    if (word !== undefined) return word;
    this.error(`${JSON.stringify(this.text())} is not one of ${words.join(', ')}`);
    return fallback;
  }
}

/** The keys of a map. Each is taken once by its reader; what nobody took is reported by `finish`. */
export class YamlMap {
  readonly #context: Context;
  readonly #entries: Map<string, YamlNode>;

  constructor(
    context: Context,
    readonly path: string,
    entries: readonly (readonly [string, YamlNode])[],
  ) {
    this.#context = context;
    this.#entries = new Map(entries);
  }

  /** Undefined for a key that is not there or is `null`. */
  take(key: string): YamlNode | undefined {
    const node = this.#entries.get(key);
    this.#entries.delete(key);
    return node?.isNull === true ? undefined : node;
  }

  /** Keys whose names the file chooses, e.g. of `labels`. */
  takeAll(): readonly (readonly [string, YamlNode])[] {
    const all = [...this.#entries];
    this.#entries.clear();
    return all;
  }

  /** Keys that exist in the original and have no effect here: a warning each. */
  ignore(keys: Readonly<Record<string, string>>): void {
    for (const [key, why] of Object.entries(keys)) {
      const node = this.take(key);
      if (node !== undefined && !node.isEmpty) node.warn(why);
    }
  }

  /** Keys that exist in the original and cannot be honoured: an error each. */
  refuse(keys: Readonly<Record<string, string>>): void {
    for (const [key, why] of Object.entries(keys)) this.take(key)?.error(`is not supported: ${why}`);
  }

  /** An error for every key that was not taken. */
  finish(): void {
    for (const node of this.#entries.values()) node.error('is not a known key');
    this.#entries.clear();
  }

  /** An error about the map as a whole. */
  error(message: string): void {
    this.#context.errors.push(`${this.#context.name}: ${this.path}: ${message}`);
  }
}
