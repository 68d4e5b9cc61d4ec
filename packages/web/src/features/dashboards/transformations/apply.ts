import { asRecord, asText, type JsonRecord } from '../../../api/json.js';
import { type Frame } from '../data/frame.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { type Scope } from '../variables/scope.js';
import { calculateField } from './calculate-field.js';
import { concatenate } from './concatenate.js';
import { convertFieldType } from './convert-field-type.js';
import { filterByRefId } from './filter-by-ref-id.js';
import { filterByValue } from './filter-by-value.js';
import { filterFieldsByName } from './filter-fields-by-name.js';
import { groupBy } from './group-by.js';
import { groupingToMatrix } from './grouping-to-matrix.js';
import { joinByField } from './join-by-field.js';
import { labelsToFields } from './labels-to-fields.js';
import { limit } from './limit.js';
import { merge } from './merge.js';
import { organize } from './organize.js';
import { reduce } from './reduce.js';
import { renameByRegex } from './rename-by-regex.js';
import { sortBy } from './sort-by.js';
import { type Transformation } from './transformation.js';

const transformations: Readonly<Record<string, Transformation>> = {
  organize,
  merge,
  reduce,
  filterFieldsByName,
  filterByRefId,
  filterByValue,
  convertFieldType,
  concatenate,
  groupingToMatrix,
  groupBy,
  calculateField,
  sortBy,
  limit,
  renameByRegex,
  labelsToFields,
  joinByField,
  seriesToColumns: joinByField,
  seriesToRows: merge,
};

export function isKnownTransformation(id: string): boolean {
  return Object.hasOwn(transformations, id);
}

/** In the order they are written. One that is not known leaves the frames as they are: the panel names it. */
export function applyTransformations(
  frames: readonly Frame[],
  list: readonly JsonRecord[],
  scope: Scope,
  compile: CompilePattern,
): readonly Frame[] {
  return list.reduce((current, item) => {
    const id = asText(item['id']) ?? '';
    const known = Object.hasOwn(transformations, id) ? transformations[id] : undefined;
    if (!known) return current;
    const meant = framesOf(asRecord(item['filter']), compile);
    const changed = known(
      current.filter((frame) => meant(frame)),
      asRecord(item['options']),
      scope,
      compile,
    );
    return [...changed, ...current.filter((frame) => !meant(frame))];
  }, frames);
}

/** A transformation may be for the answers of some queries alone: of `A`, of `A|B`, or of those that a pattern matches. */
function framesOf(filter: JsonRecord, compile: CompilePattern): (frame: Frame) => boolean {
  const wanted = asText(filter['options']);
  if (filter['id'] !== 'byRefId' || wanted === undefined || wanted === '') return () => true;
  if (!wanted.startsWith('/')) return ({ refId }) => wanted.split('|').includes(refId);
  const pattern = compile(wanted);
  return ({ refId }) => pattern?.test(refId) ?? true;
}
