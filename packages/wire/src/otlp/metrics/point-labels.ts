import { type Limit, limitExceeded, type TypedAttribute } from '@bongsu/model';
import type { ProtobufReader } from '../../protobuf/reader.js';
import { labelsOfAttributes } from '../../prometheus/names.js';
import { AnyValueText, decodeKeyValue } from '../any-value.js';
import type { OtlpLimits } from '../limits.js';
import type { RepeatedField } from '../../protobuf/repeated-field.js';
import type { Translation } from './translation.js';

/** Decodes the attributes of data points; only for series that are not known yet. */
export class PointLabels {
  /** Why the last attributes were refused. */
  problem = '';
  readonly #limit: Limit;
  readonly #value: AnyValueText;

  constructor(
    limits: OtlpLimits,
    private readonly translation: Translation,
  ) {
    this.#limit = limits.attributesPerRecord;
    this.#value = new AnyValueText(limits.attributeDepth);
  }

  /** Undefined, with {@link problem} set, when the point must be refused. Moves the cursor. */
  read(reader: ProtobufReader, field: RepeatedField): Map<string, string> | undefined {
    const attributes = this.attributes(reader, field);
    return attributes && labelsOfAttributes(attributes, this.translation.labelName);
  }

  /** As {@link read}, names untranslated. */
  attributes(reader: ProtobufReader, field: RepeatedField): TypedAttribute[] | undefined {
    this.problem = field.count > this.#limit.value ? limitExceeded(this.#limit, field.count) : '';
    if (this.problem !== '') return undefined;
    const attributes: TypedAttribute[] = [];
    field.each(reader, (end) => {
      attributes.push(decodeKeyValue(reader, end, this.#value));
      this.problem ||= this.#value.problem;
    });
    if (attributes.some(({ key }) => key === '')) this.problem ||= 'an attribute has no name';
    return this.problem === '' ? attributes : undefined;
  }
}
