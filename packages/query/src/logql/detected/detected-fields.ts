import { err, ok, type Labels, type Nanos, type Result, type Tenant } from '@bongsu/model';
import type { SqlRunner } from '../../lang/index.js';
import type { LogqlError } from '../error.js';
import { compilePipeline, ERROR_DETAILS_LABEL, ERROR_LABEL, type PipelineLimits } from '../exec/pipeline/index.js';
import { readLines, type FoundLine } from '../exec/read-lines.js';
import { StreamSet } from '../exec/stream-set.js';
import { planLogs } from '../plan/plan.js';
import type { LogQuery, Stage } from '../syntax/index.js';
import { understand } from '../understand.js';
import { fieldTypeOf, type FieldType } from './field-type.js';
import { jsonPaths } from './json-paths.js';

export type FieldParser = 'json' | 'logfmt' | 'regexp' | 'pattern' | 'unpack';

export interface DetectedField {
  readonly label: string;
  /** Of the oldest line looked at that has it. */
  readonly type: FieldType;
  /** Different values among the lines looked at. */
  readonly cardinality: number;
  /** What finds it in a line; none for structured metadata. */
  readonly parsers: readonly FieldParser[];
  /** Keys that lead to it in a JSON line. */
  readonly jsonPath: readonly string[] | undefined;
}

export interface FieldsRequest {
  readonly tenant: Tenant;
  /** A log query. */
  readonly query: string;
  /** [start, end) */
  readonly start: Nanos;
  readonly end: Nanos;
  /** Lines to look at: the newest. */
  readonly lines: number;
  /** Fields, or values of one, at most. */
  readonly limit: number;
  /** What a line may cost in the query's stages; defaults where absent. */
  readonly pipelineLimits?: PipelineLimits;
}

interface Found {
  type: FieldType;
  readonly values: Set<string>;
  readonly parsers: Set<FieldParser>;
  jsonPath: readonly string[] | undefined;
}

/** Fields of the newest lines of a query, sorted by name: what its parsers find, or else `json` and then `logfmt`. */
export async function detectedFields(
  request: FieldsRequest,
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly DetectedField[], LogqlError>> {
  const found = await look(request, runner, signal);
  if (!found.ok) return found;
  const fields = [...found.value].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, request.limit);
  return ok(
    fields.map(([label, { type, values, parsers, jsonPath }]) => ({
      label,
      type,
      cardinality: values.size,
      parsers: [...parsers],
      jsonPath,
    })),
  );
}

/** Different values of one field among the newest lines, sorted. */
export async function detectedFieldValues(
  request: FieldsRequest & { readonly name: string },
  runner: SqlRunner,
  signal?: AbortSignal,
): Promise<Result<readonly string[], LogqlError>> {
  const found = await look(request, runner, signal);
  if (!found.ok) return found;
  return ok([...(found.value.get(request.name)?.values ?? [])].sort().slice(0, request.limit));
}

async function look(
  { query, lines, pipelineLimits, ...scope }: FieldsRequest,
  runner: SqlRunner,
  signal: AbortSignal | undefined,
): Promise<Result<ReadonlyMap<string, Found>, LogqlError>> {
  const understood = understand(query);
  if (!understood.ok) return understood;
  const { query: parsed } = understood.value;
  if (parsed.kind !== 'log-query') {
    return err({ kind: 'unsupported', message: 'a metric query has no fields', range: parsed.range });
  }
  const plan = planLogs(parsed, 'auto', pipelineLimits);
  const streams = await StreamSet.resolve(scope, plan.labels, runner, signal);
  if (!streams.ok) return streams;
  if (streams.value.isEmpty) return ok(new Map());
  const read = await readLines(streams.value, plan, { direction: 'backward', limit: lines }, signal);
  return read.ok ? ok(fieldsOf(read.value, parsed, plan.limits)) : read;
}

function fieldsOf(lines: readonly FoundLine[], query: LogQuery, limits: PipelineLimits): ReadonlyMap<string, Found> {
  const fields = new Map<string, Found>();
  const add = (name: string, value: string, parsers: readonly FieldParser[], path?: readonly string[]): void => {
    if (name === ERROR_LABEL || name === ERROR_DETAILS_LABEL) return;
    let field = fields.get(name);
    if (field === undefined) {
      fields.set(name, (field = { type: 'string', values: new Set(), parsers: new Set(), jsonPath: undefined }));
    }
    field.type = fieldTypeOf(value);
    field.values.add(value);
    for (const parser of parsers) field.parsers.add(parser);
    field.jsonPath ??= path;
  };
  const own = parsersOf(query);
  const parse = lineParser(limits);
  for (const line of lines) {
    for (const [name, value] of Object.entries(line.labels.metadata)) add(name, value, []);
    if (own.length > 0) {
      const paths = own.includes('json') ? jsonPaths(line.line) : undefined;
      for (const [name, value] of Object.entries(line.labels.parsed)) add(name, value, own, paths?.get(name));
    } else {
      const { parser, labels } = parse(line);
      const paths = parser === 'json' ? jsonPaths(line.line) : undefined;
      for (const [name, value] of Object.entries(labels)) add(name, value, [parser], pathOf(name, paths));
    }
  }
  return fields;
}

/** A name that stream or metadata have is `<name>_extracted` among the parsed. */
const pathOf = (name: string, paths: ReadonlyMap<string, readonly string[]> | undefined) =>
  paths?.get(name) ?? paths?.get(name.replace(/_extracted$/, ''));

function parsersOf({ stages }: LogQuery): readonly FieldParser[] {
  const kinds = stages.map(({ kind }) => kind);
  return (['json', 'logfmt', 'regexp', 'pattern', 'unpack'] as const).filter((parser) => kinds.includes(parser));
}

/** What `| json` finds in a line, or `| logfmt` where that fails. */
function lineParser(limits: PipelineLimits): (line: FoundLine) => { parser: 'json' | 'logfmt'; labels: Labels } {
  const range = { start: 0, end: 0 };
  const stage = (kind: 'json' | 'logfmt'): Stage =>
    kind === 'json'
      ? { kind, extractions: [], range }
      : { kind, strict: false, keepEmpty: false, extractions: [], range };
  const json = compilePipeline([stage('json')], undefined, limits);
  const logfmt = compilePipeline([stage('logfmt')], undefined, limits);
  return ({ ts, line, labels: { stream, metadata } }) => {
    const input = { ts, line, stream, metadata };
    json.run(input);
    if (json.labels.error === '') return { parser: 'json', labels: json.labels.categories().parsed };
    logfmt.run(input);
    return { parser: 'logfmt', labels: logfmt.labels.categories().parsed };
  };
}
