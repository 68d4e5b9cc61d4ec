import fc from 'fast-check';
import { quoteGoString } from '../../lang/index.js';
import { writeAttributeName } from './attribute-name.js';

/** Random queries over the whole grammar, as text. They parse; whether they have a meaning is left to chance. */

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('"', '\\', '\0', '한글', '😀', '`', '\n//', '}', 'a.*'),
);

const attribute = fc
  .tuple(
    fc.constantFrom('.', 'span.', 'resource.', 'event.', 'link.', 'instrumentation.', 'parent.', 'parent.span.'),
    fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('a.b', '한', 'a-1', '5x', 'span.x', 'duration')),
  )
  .map(([scope, name]) => scope + writeAttributeName(name));

const intrinsic = fc.constantFrom(
  ...'name duration span:kind status statusMessage rootName trace:rootService traceDuration trace:id span:id'.split(
    ' ',
  ),
  ...'span:parentID span:childCount nestedSetParent nestedSetLeft event:name event:timeSinceStart'.split(' '),
  ...'link:traceID link:spanID instrumentation:name instrumentation:version parent service.name'.split(' '),
);

const number = fc.oneof(
  fc.bigInt(1n - 2n ** 63n, 2n ** 63n - 1n).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => `${n < 0 ? '-' : ''}${Math.abs(n).toFixed(3)}`),
  fc.constantFrom('0', '1', '-1', '1h30m', '1.5ms', '-2d', '3ns', '1e300', '.5'),
);

const literal = fc.oneof(
  text.map(quoteGoString),
  number,
  fc.constantFrom('true', 'false', 'error', 'unset', 'server', 'minInt', 'maxInt'),
);

const field = fc.oneof(attribute, intrinsic);
const BINARY = ['&&', '||', '=', '!=', '<', '<=', '>', '>=', '=~', '!~', '+', '-', '*', '/', '%', '^'];

export const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4 },
    field,
    literal,
    fc.tuple(tie('expression'), fc.constantFrom(...BINARY), tie('expression')).map((parts) => parts.join(' ')),
    tie('expression').map((inner) => `(${inner})`),
    fc.tuple(tie('expression'), fc.constantFrom('= nil', '!= nil')).map((parts) => parts.join(' ')),
    fc.tuple(fc.constantFrom('-', '!'), tie('expression')).map(([op, inner]) => `${op} ${inner}`),
  ),
}));

const filter = fc.oneof(
  fc.constant('{}'),
  expression.map((inner) => `{ ${inner} }`),
);
const SPANSET_OPS = '&& || > >> < << ~ !> !>> !< !<< !~ &> &>> &< &<< &~'.split(' ');
const ORDER = ['=', '!=', '<', '<=', '>', '>='];

const aggregate = fc.oneof(
  fc.constant('count()'),
  fc.tuple(fc.constantFrom('avg', 'min', 'max', 'sum'), expression).map(([op, inner]) => `${op}(${inner})`),
);
const scalar = fc.oneof(
  aggregate,
  number,
  fc.tuple(aggregate, fc.constantFrom('+', '-', '*', '/', '%', '^'), aggregate).map((parts) => parts.join(' ')),
);
const scalarFilter = fc.tuple(scalar, fc.constantFrom(...ORDER), scalar).map((parts) => parts.join(' '));
const laterStage = fc.oneof(
  filter,
  scalarFilter,
  expression.map((inner) => `by(${inner})`),
  fc.constant('coalesce()'),
  fc.array(field, { minLength: 1, maxLength: 3 }).map((all) => `select(${all.join(', ')})`),
);
/** Spansets of `leaf`s. Filters and pipelines in parentheses do not stand beside each other. */
const spansetsOf = (leaf: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.letrec<{ spanset: string }>((tie) => ({
    spanset: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.tuple(tie('spanset'), fc.constantFrom(...SPANSET_OPS), tie('spanset')).map((parts) => parts.join(' ')),
      tie('spanset').map((inner) => `(${inner})`),
      tie('spanset').map((inner) => `!(${inner})`),
    ),
  })).spanset;
const spanset = spansetsOf(filter);
const pipelines = spansetsOf(fc.tuple(spanset, laterStage).map(([first, later]) => `(${first} | ${later})`));

const stages = fc
  .tuple(fc.oneof(spanset, scalarFilter), fc.array(laterStage, { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest].join(' | '));

const by = fc.oneof(
  fc.constant(''),
  fc.array(field, { minLength: 1, maxLength: 6 }).map((fields) => ` by(${fields.join(', ')})`),
);
const OVER_TIME = ['min_over_time', 'max_over_time', 'avg_over_time', 'sum_over_time', 'histogram_over_time'];
const metricsFunction = fc.oneof(
  fc.tuple(fc.constantFrom('rate()', 'count_over_time()'), by).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...OVER_TIME), field, by).map(([fn, of, groups]) => `${fn}(${of})${groups}`),
  fc.tuple(field, by).map(([of, groups]) => `quantile_over_time(${of}, .5, 0.99, 1)${groups}`),
  fc.tuple(filter, fc.constantFrom('', ', 5', ', 5, 1, 2')).map(([f, args]) => `compare(${f}${args})`),
);
const secondStage = fc.oneof(
  fc.tuple(fc.constantFrom('topk', 'bottomk'), fc.nat({ max: 100 })).map(([fn, n]) => ` | ${fn}(${n})`),
  fc.tuple(fc.constantFrom(...ORDER), number).map(([op, bound]) => ` ${op} ${bound}`),
);
const leaf = fc
  .tuple(stages, metricsFunction, fc.array(secondStage, { maxLength: 2 }))
  .map(([first, fn, second]) => `${first} | ${fn}${second.join('')}`);
const { math } = fc.letrec<{ math: string }>((tie) => ({
  math: fc.oneof(
    { maxDepth: 3 },
    leaf.map((inner) => `(${inner})`),
    fc.tuple(tie('math'), fc.constantFrom('+', '-', '*', '/'), tie('math')).map((parts) => parts.join(' ')),
    fc.tuple(tie('math'), fc.constantFrom('* 2', '/ 1.5', '+ (1 - 3)')).map((parts) => parts.join(' ')),
    tie('math').map((inner) => `(${inner})`),
  ),
}));
const hints = fc.constantFrom('', ' with(most_recent=true)', ' with(a="`", b=1s, exact=true, c=1)');

export const query = fc.oneof(
  fc.tuple(pipelines, hints).map((parts) => parts.join('')),
  fc.tuple(stages, hints).map((parts) => parts.join('')),
  fc.tuple(leaf, hints).map((parts) => parts.join('')),
  fc.tuple(math, fc.array(secondStage, { maxLength: 2 }), hints).map(([m, second, h]) => m + second.join('') + h),
);
