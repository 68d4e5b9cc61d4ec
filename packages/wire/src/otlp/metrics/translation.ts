import { BoundedMap } from '../bounded-map.js';
import { DEFAULT_TRANSLATION_STRATEGY, labelName, type TranslationStrategy } from '../../prometheus/names.js';

/** How OTLP metrics become Prometheus series. The names and defaults are those of Prometheus' `otlp` configuration. */
export interface TranslationOptions {
  readonly strategy?: TranslationStrategy;
  /** Resource attributes that become labels of every series of the resource; `all` for every one. None by default. */
  readonly promoteResourceAttributes?: readonly string[] | 'all';
  /** Not promoted by `all`. */
  readonly ignoreResourceAttributes?: readonly string[];
  /** Keeps `service.name`, `service.namespace` and `service.instance.id` as labels of `target_info`. */
  readonly keepIdentifyingResourceAttributes?: boolean;
  /** Adds `otel_scope_name`, `otel_scope_version`, `otel_scope_schema_url` and `otel_scope_<attribute>`. */
  readonly promoteScopeMetadata?: boolean;
}

/** Attribute names are few and come with every new series: this many characters of them are remembered. */
const NAME_CHARACTERS = 256 * 1024;

/** {@link TranslationOptions} with their defaults filled in. */
export class Translation {
  readonly strategy: TranslationStrategy;
  readonly keepIdentifyingResourceAttributes: boolean;
  readonly promoteScopeMetadata: boolean;
  readonly #promote: ReadonlySet<string> | 'all';
  readonly #ignore: ReadonlySet<string>;
  readonly #names = new BoundedMap<string>(NAME_CHARACTERS);

  constructor(options: TranslationOptions = {}) {
    this.strategy = options.strategy ?? DEFAULT_TRANSLATION_STRATEGY;
    this.keepIdentifyingResourceAttributes = options.keepIdentifyingResourceAttributes ?? false;
    this.promoteScopeMetadata = options.promoteScopeMetadata ?? false;
    const promote = options.promoteResourceAttributes ?? [];
    this.#promote = promote === 'all' ? 'all' : new Set(promote);
    this.#ignore = new Set(options.ignoreResourceAttributes);
  }

  promotes(attribute: string): boolean {
    return this.#promote === 'all' ? !this.#ignore.has(attribute) : this.#promote.has(attribute);
  }

  /** The label of an attribute; the same string object for as long as it is remembered. */
  readonly labelName = (attribute: string): string => {
    const known = this.#names.get(attribute);
    if (known !== undefined) return known;
    const name = labelName(attribute, this.strategy);
    this.#names.set(attribute, name);
    return name;
  };
}
