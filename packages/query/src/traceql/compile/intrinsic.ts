import { daysWithin } from '../../lang/index.js';
import { nanos } from '@bongsu/model';
import { and, call, col, infix, lambda, lit, not, param, subquery, TRACES, type Expr } from '../../sql/index.js';
import type { ComparisonOp, Intrinsic, Literal } from '../syntax/index.js';
import { compileResources, ofTenant, type SpanScope } from './scope.js';
import { compileOp, compileText, numberParam } from './value.js';

const DAY = 86_400_000_000_000n;
const NO_PARENT = infix(col('parent_span_id'), '=', call('unhex', lit('0000000000000000')));

/**
 * A condition on spans about an intrinsic, literal and operator of types that go together. `undefined` when only a
 * whole trace tells. Mirrors `exec/field.ts` with `compareValues`.
 */
export function compileIntrinsic(
  name: Intrinsic,
  op: ComparisonOp,
  literal: Literal,
  scope: SpanScope,
): Expr | undefined {
  const text = (left: Expr): Expr | undefined =>
    literal.type === 'string' ? compileText(left, op, literal.value) : undefined;
  const number = (left: Expr): Expr | undefined =>
    literal.type === 'int' || literal.type === 'float' || literal.type === 'duration'
      ? compileOp(left, op, numberParam(literal))
      : undefined;
  const inResource = (condition: Expr | undefined): Expr | undefined =>
    condition && infix(col('resource'), 'IN', subquery(compileResources(scope, condition)));
  if (literal.type === 'nil') return op === '!=' ? compilePresence(name, scope) : undefined;
  switch (name) {
    case 'name':
      return text(col('name'));
    case 'statusMessage':
      return text(col('status_message'));
    case 'duration':
      return number(col('duration'));
    case 'status':
    case 'kind':
      if (literal.type !== 'status' && literal.type !== 'kind') return undefined;
      return compileOp(col(name === 'status' ? 'status_code' : 'kind'), op, param('UInt8', literal.value));
    case 'trace:id':
      return literal.type === 'string' ? compileTraceId(op, literal.value) : undefined;
    case 'span:id':
      return text(call('lower', call('hex', col('span_id'))));
    case 'span:parentID':
      return text(call('if', NO_PARENT, lit(''), call('lower', call('hex', col('parent_span_id')))));
    case 'rootName':
      return ofTrace(scope, and([ROOTED, text(call('max', col('root_name')))]), literal.type === 'string');
    case 'rootServiceName':
      return ofTrace(scope, and([ROOTED, text(call('max', col('root_service')))]), literal.type === 'string');
    case 'traceDuration': {
      const time = (of: Expr): Expr => call('toUnixTimestamp64Nano', of);
      const length = infix(time(call('max', col('end'))), '-', time(call('min', col('start'))));
      return ofTrace(scope, number(length), true);
    }
    case 'nestedSetParent':
      return literal.type === 'int' ? compileRoot(op, literal.value) : undefined;
    case 'event:name': {
      const condition = text(col('x'));
      return condition && call('arrayExists', lambda(['x'], condition), col('events.name'));
    }
    case 'event:timeSinceStart': {
      const since = infix(call('toUnixTimestamp64Nano', col('x')), '-', call('toUnixTimestamp64Nano', col('start')));
      const condition = number(since);
      return condition && call('arrayExists', lambda(['x'], condition), col('events.ts'));
    }
    case 'link:traceID':
    case 'link:spanID': {
      const ofLink = name === 'link:traceID' ? 'links.trace_id' : 'links.span_id';
      const id = call('lower', call('hex', col('x')));
      const shown = name === 'link:traceID' ? stripped(id) : zeroIsEmpty(id);
      const condition = text(shown);
      return condition && call('arrayExists', lambda(['x'], condition), col(ofLink));
    }
    case 'instrumentation:name':
      return inResource(text(col('scope_name')));
    case 'instrumentation:version':
      return inResource(text(col('scope_version')));
    case 'nestedSetLeft':
    case 'nestedSetRight':
    case 'span:childCount':
    case 'parent':
      return undefined;
  }
}

const ROOTED = not(
  infix(
    infix(call('max', col('root_name')), '=', lit('')),
    'AND',
    infix(call('max', col('root_service')), '=', lit('')),
  ),
);

const stripped = (id: Expr): Expr => call('replaceRegexpOne', id, lit('^0+'), lit(''));
const zeroIsEmpty = (id: Expr): Expr => call('if', call('match', id, lit('^0+$')), lit(''), id);

function compilePresence(name: Intrinsic, scope: SpanScope): Expr | undefined {
  switch (name) {
    case 'rootName':
    case 'rootServiceName':
      return ofTrace(scope, ROOTED, true);
    case 'event:name':
    case 'event:timeSinceStart':
      return call('notEmpty', col('events.ts'));
    case 'link:traceID':
    case 'link:spanID':
      return call('notEmpty', col('links.trace_id'));
    case 'instrumentation:name':
    case 'instrumentation:version':
    case 'parent':
      return undefined;
    default:
      return lit(1);
  }
}

/** Equality names the sort key's column, so that the engine reads a few granules only. */
function compileTraceId(op: ComparisonOp, text: string): Expr {
  if ((op === '=' || op === '!=') && /^[1-9a-f][0-9a-f]{0,31}$/.test(text)) {
    return infix(col('trace_id'), op, param('String', Buffer.from(text.padStart(32, '0'), 'hex')));
  }
  return compileText(stripped(call('lower', call('hex', col('trace_id')))), op, text);
}

/** About the trace's summary, of the days that `readSummaries` looks at. */
function ofTrace(scope: SpanScope, having: Expr | undefined, sound: boolean): Expr | undefined {
  if (having === undefined || !sound) return undefined;
  const summaries = subquery({
    columns: [{ expr: col('trace_id') }],
    from: { kind: 'table', name: TRACES.name },
    where: and([ofTenant(scope), daysWithin('day', nanos(scope.start - DAY), nanos(scope.end + DAY))])!,
    groupBy: [col('trace_id')],
    having,
  });
  return infix(col('trace_id'), 'IN', summaries);
}

/** A root has -1 and every other span at least 0: what separates just these is told without the trace. */
function compileRoot(op: ComparisonOp, bound: bigint): Expr | undefined {
  const text = `${op} ${bound}`;
  if (text === '< 0' || text === '<= -1' || text === '= -1') return NO_PARENT;
  return text === '>= 0' || text === '> -1' || text === '!= -1' ? not(NO_PARENT) : undefined;
}
