/**
 * What yacc makes of a grammar, as far as it takes to accept a text and to say as yacc says why not: LALR(1) with
 * precedences, default reductions, and up to four expected tokens where the state has no default.
 * Source of the rules: goyacc (golang.org/x/tools/cmd/goyacc).
 */
export interface Grammar {
  /** Tokens in the order in which messages list them. */
  readonly tokens: readonly string[];
  /** Loosest first; `right` and `none` by token, else left. */
  readonly precedence: readonly (readonly string[])[];
  readonly right: readonly string[];
  readonly none: readonly string[];
  readonly rules: readonly (readonly [left: string, right: readonly string[]])[];
  readonly start: string;
}

interface Rule {
  readonly left: string;
  readonly right: readonly string[];
  /** Of its last token; 0 for none. */
  readonly level: number;
}

type Action = { readonly shift: number } | { readonly reduce: number } | 'accept' | 'refuse';

interface State {
  readonly actions: ReadonlyMap<string, Action>;
  readonly go: ReadonlyMap<string, number>;
  /** The most frequent reduction, made for tokens that have no action. */
  readonly byDefault: number | undefined;
  /** The default is taken without a look at the next token. */
  readonly blind: boolean;
}

export interface Tables {
  readonly tokens: readonly string[];
  readonly rules: readonly Rule[];
  readonly states: readonly State[];
}

export const END = '$end';
/** An item: rule * 64 + place of the dot. */
const DOTS = 64;

export function buildTables(grammar: Grammar): Tables {
  const level = new Map(grammar.precedence.flatMap((line, i) => line.map((token) => [token, i + 1] as const)));
  const names = [END, ...grammar.tokens];
  /** Sets of tokens are the bits of a number. */
  const bits = new Map(names.map((name, i) => [name, 1n << BigInt(i)]));
  const rules: Rule[] = [['', [grammar.start]] as const, ...grammar.rules].map(([left, right]) => {
    const last = right.findLast((symbol) => bits.has(symbol));
    return { left, right, level: last === undefined ? 0 : (level.get(last) ?? 0) };
  });
  const byLeft = new Map<string, number[]>();
  rules.forEach(({ left }, i) => byLeft.set(left, [...(byLeft.get(left) ?? []), i]));
  const first = firstTokens(rules, bits);
  const after = (item: number): string | undefined => rules[Math.floor(item / DOTS)]!.right[item % DOTS];

  /** The items that begin where these stand, with the tokens that may follow them. */
  const closure = (kernel: ReadonlyMap<number, bigint>): Map<number, bigint> => {
    const items = new Map(kernel);
    const todo = [...items.keys()];
    for (let item = todo.pop(); item !== undefined; item = todo.pop()) {
      const symbol = after(item);
      if (symbol === undefined || bits.has(symbol)) continue;
      const next = after(item + 1);
      const tokens = next === undefined ? items.get(item)! : (bits.get(next) ?? first.get(next)!);
      for (const rule of byLeft.get(symbol)!) {
        const known = items.get(rule * DOTS);
        const all = (known ?? 0n) | tokens;
        if (all === known) continue;
        items.set(rule * DOTS, all);
        todo.push(rule * DOTS);
      }
    }
    return items;
  };

  // States are kernels; whenever one learns of a new following token it is looked at again.
  const kernels: Map<number, bigint>[] = [new Map([[0, bits.get(END)!]])];
  const go: Map<string, number>[] = [new Map<string, number>()];
  const byKey = new Map<string, number>([['0', 0]]);
  const todo = new Set([0]);
  for (const i of todo) {
    todo.delete(i);
    const moved = new Map<string, Map<number, bigint>>();
    for (const [item, tokens] of closure(kernels[i]!)) {
      const symbol = after(item);
      if (symbol === undefined) continue;
      const kernel = moved.get(symbol) ?? new Map<number, bigint>();
      moved.set(symbol, kernel.set(item + 1, tokens));
    }
    for (const [symbol, kernel] of moved) {
      const key = [...kernel.keys()].sort((a, b) => a - b).join(' ');
      const to = byKey.get(key) ?? kernels.push(new Map()) - 1;
      byKey.set(key, to);
      go[to] ??= new Map<string, number>();
      go[i]!.set(symbol, to);
      for (const [item, tokens] of kernel) {
        const known = kernels[to]!.get(item);
        const all = (known ?? 0n) | tokens;
        if (all === known) continue;
        kernels[to]!.set(item, all);
        todo.add(to);
      }
    }
  }

  const states = kernels.map((kernel, i): State => {
    const actions = new Map<string, Action>();
    for (const [symbol, to] of go[i]!) if (bits.has(symbol)) actions.set(symbol, { shift: to });
    if (kernel.has(1)) actions.set(END, 'accept');
    // No rule is empty, so one can only end in the kernel.
    const ends = [...kernel].filter(([item]) => item > 1 && after(item) === undefined);
    for (const [item, tokens] of ends.sort(([a], [b]) => a - b)) {
      const rule = Math.floor(item / DOTS);
      for (const token of names) {
        const action = (tokens & bits.get(token)!) === 0n ? undefined : resolve(actions.get(token), token, rule);
        if (action !== undefined) actions.set(token, action);
      }
    }
    return { actions, go: go[i]!, ...defaults(actions, names) };
  });
  return { tokens: grammar.tokens, rules, states };

  /** Of two actions the one that binds tighter; the shift, or the earlier rule, where nothing is said. */
  function resolve(action: Action | undefined, token: string, rule: number): Action | undefined {
    if (action === undefined) return { reduce: rule };
    if (typeof action === 'string' || !('shift' in action)) return undefined;
    const [ofToken, ofRule] = [level.get(token) ?? 0, rules[rule]!.level];
    if (ofToken === 0 || ofRule === 0 || ofToken > ofRule) return undefined;
    if (ofToken < ofRule) return { reduce: rule };
    if (grammar.none.includes(token)) return 'refuse';
    return grammar.right.includes(token) ? undefined : { reduce: rule };
  }
}

/** The tokens with which each symbol can begin. No rule is empty. */
function firstTokens(rules: readonly Rule[], bits: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const first = new Map(rules.map(({ left }) => [left, 0n]));
  for (let grew = true; grew;) {
    grew = false;
    for (const { left, right } of rules) {
      const known = first.get(left)!;
      const all = known | (bits.get(right[0]!) ?? first.get(right[0]!)!);
      first.set(left, all);
      grew ||= all !== known;
    }
  }
  return first;
}

function defaults(actions: ReadonlyMap<string, Action>, names: readonly string[]): Pick<State, 'byDefault' | 'blind'> {
  const counts = new Map<number, number>();
  for (const name of names) {
    const action = actions.get(name);
    if (typeof action === 'object' && 'reduce' in action) {
      counts.set(action.reduce, (counts.get(action.reduce) ?? 0) + 1);
    }
  }
  let byDefault: number | undefined;
  for (const [rule, count] of counts) if (count > (counts.get(byDefault ?? -1) ?? 0)) byDefault = rule;
  const blind = [...actions.values()].every((a) => typeof a === 'object' && 'reduce' in a && a.reduce === byDefault);
  return { byDefault, blind };
}

export interface Run {
  /** The next token's name; called when the parser looks at it and not before. */
  readonly next: () => string;
  /** A rule was applied, by its index in the grammar. */
  readonly reduced: (rule: number) => void;
}

/** What yacc says of the tokens; `undefined` when it accepts them. */
export function refusal({ states, rules, tokens }: Tables, { next, reduced }: Run): string | undefined {
  const stack = [0];
  let token: string | undefined;
  for (;;) {
    const state = states[stack.at(-1)!]!;
    if (!state.blind) token ??= next();
    const action = token === undefined ? undefined : state.actions.get(token);
    if (action === 'accept') return undefined;
    if (typeof action === 'object' && 'shift' in action) {
      stack.push(action.shift);
      token = undefined;
      continue;
    }
    const rule = action === 'refuse' ? undefined : (action?.reduce ?? state.byDefault);
    if (rule === undefined) return complaint(state, (token ??= next()), tokens);
    const { left, right } = rules[rule]!;
    stack.length -= right.length;
    stack.push(states[stack.at(-1)!]!.go.get(left)!);
    // The rule that stands for the start is ours.
    reduced(rule - 1);
  }
}

/** Bison's bound, which goyacc keeps. */
const MOST_EXPECTED = 4;

function complaint(state: State, token: string, tokens: readonly string[]): string {
  const text = `syntax error: unexpected ${token}`;
  const reduces = tokens.filter((name) => {
    const action = state.actions.get(name);
    return typeof action === 'object' && 'reduce' in action && action.reduce !== state.byDefault;
  });
  const shifts = tokens.filter((name) => {
    const action = state.actions.get(name);
    return typeof action === 'object' && 'shift' in action;
  });
  const expected = [...shifts, ...reduces];
  if (state.byDefault !== undefined || expected.length === 0 || expected.length > MOST_EXPECTED) return text;
  return `${text}, expecting ${expected.join(' or ')}`;
}
