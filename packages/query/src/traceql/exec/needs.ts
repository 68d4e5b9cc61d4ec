import { fieldsOf, visitStages, type Field, type Stage } from '../syntax/index.js';

/** What must be read of a span to evaluate and show a query. */
export interface Needs {
  /** Ids of parents and kinds of every span of a trace, also of spans that no condition asks for. */
  readonly tree: boolean;
  /** Every span of a trace, since a negation or group may hang on any of them. */
  readonly whole: boolean;
  readonly name: boolean;
  readonly kind: boolean;
  readonly status: boolean;
  readonly statusMessage: boolean;
  readonly parentId: boolean;
  readonly attributes: boolean;
  readonly resource: boolean;
  readonly events: boolean;
  readonly links: boolean;
  readonly traceState: boolean;
}

const TREE_FIELDS: readonly string[] = ['nestedSetLeft', 'nestedSetRight', 'nestedSetParent', 'span:childCount'];

/** Needs of stages, and of fields that are shown or grouped by. */
export function needsOf(stages: readonly Stage[], fields: readonly Field[] = [], traceState = false): Needs {
  const all = [...fieldsOf(stages), ...fields];
  const intrinsic = (...names: readonly string[]): boolean =>
    all.some((f) => f.kind === 'intrinsic' && names.includes(f.name));
  const scope = (...scopes: readonly string[]): boolean =>
    all.some((f) => f.kind === 'attribute' && scopes.includes(f.scope));
  let structural = false;
  visitStages(stages, {
    spanset: (at) => {
      if (at.kind === 'spanset-op' && at.op !== '&&' && at.op !== '||') structural = true;
    },
  });
  const tree = structural || intrinsic(...TREE_FIELDS);
  return {
    tree,
    whole: tree,
    name: intrinsic('name'),
    kind: tree || intrinsic('kind'),
    status: intrinsic('status'),
    statusMessage: intrinsic('statusMessage'),
    parentId: tree || intrinsic('span:parentID'),
    attributes: scope('span', 'any'),
    resource:
      scope('any', 'instrumentation') ||
      intrinsic('instrumentation:name', 'instrumentation:version') ||
      all.some((f) => f.kind === 'attribute' && f.scope === 'resource' && f.name !== 'service.name'),
    events: scope('event', 'any') || intrinsic('event:name', 'event:timeSinceStart'),
    links: scope('link', 'any') || intrinsic('link:traceID', 'link:spanID'),
    traceState,
  };
}
