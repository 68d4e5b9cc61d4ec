import type { FastifyInstance } from 'fastify';
import { err, ok, type Result } from '@bongsu/model';
import type { Matcher } from '@bongsu/query/lang';
import { matchesLabels } from '@bongsu/query/promql';
import { failure, type Failure } from '../../../errors/failure.js';
import type { ReadRoutes } from '../../read-route.js';
import { envelope } from '../envelope.js';
import { promRoute } from '../prom-route.js';
import type { PrometheusOptions } from '../prometheus-options.js';
import { invalidParameter, matchersParam } from '../prometheus-params.js';
import { groupPage } from './group-page.js';
import type { ApiRule, ApiRuleGroup } from './rules-view.js';

/** `rules`, `alerts` and `alertmanagers`. */
export function rulesRoutes(app: FastifyInstance, routes: ReadRoutes, { rules }: PrometheusOptions): void {
  promRoute(app, routes, '/api/v1/rules', ['GET'], async ({ params }) => {
    const filter = ruleFilter(params);
    if (!filter.ok) return filter;
    const limit = groupLimit(params);
    if (!limit.ok) return limit;
    const groups = rules
      .groups()
      .filter(({ name, file }) => named(params, 'rule_group[]', name) && named(params, 'file[]', file))
      .flatMap((group) => filtered(group, filter.value));
    const page = groupPage(groups, limit.value, params.get('group_next_token') ?? '');
    if (!page.ok) return err(failure('bad_parameter', page.error));
    const { next } = page.value;
    return ok(
      envelope(JSON.stringify({ groups: page.value.groups, ...(next === undefined ? {} : { groupNextToken: next }) })),
    );
  });

  promRoute(app, routes, '/api/v1/alerts', ['GET'], async () => {
    const alerts = rules
      .groups()
      .flatMap((group) => group.rules.flatMap((rule) => (rule.type === 'alerting' ? rule.alerts : [])));
    return ok(envelope(JSON.stringify({ alerts })));
  });

  promRoute(app, routes, '/api/v1/alertmanagers', ['GET'], async () => {
    const { active, dropped } = rules.alertmanagers();
    return ok(envelope(JSON.stringify({ activeAlertmanagers: active, droppedAlertmanagers: dropped })));
  });
}

interface RuleFilter {
  readonly keeps: (rule: ApiRule) => boolean;
  readonly excludeAlerts: boolean;
  /** Whether a group that has no rule left is left out. */
  readonly narrows: boolean;
}

function ruleFilter(params: URLSearchParams): Result<RuleFilter, Failure> {
  const type = (params.get('type') ?? '').toLowerCase();
  if (type !== '' && type !== 'alert' && type !== 'record') {
    return invalidParameter('type', `not supported value ${JSON.stringify(type)}`);
  }
  const excluded = params.get('exclude_alerts') ?? '';
  if (!/^(|1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/.test(excluded)) {
    return invalidParameter(
      'exclude_alerts',
      `error converting exclude_alerts: ${JSON.stringify(excluded)} is no boolean`,
    );
  }
  const matchers = matchersParam(params);
  if (!matchers.ok) return matchers;
  const wanted = type === 'alert' ? 'alerting' : type === 'record' ? 'recording' : '';
  return ok({
    keeps: (rule) =>
      (wanted === '' || rule.type === wanted) &&
      named(params, 'rule_name[]', rule.name) &&
      matchesAny(matchers.value, rule.labels),
    excludeAlerts: /^(1|t)/i.test(excluded),
    narrows: wanted !== '' || params.has('rule_name[]') || matchers.value.length > 0,
  });
}

const named = (params: URLSearchParams, parameter: string, name: string): boolean =>
  !params.has(parameter) || params.getAll(parameter).includes(name);

const matchesAny = (lists: readonly (readonly Matcher[])[], labels: Readonly<Record<string, string>>): boolean =>
  lists.length === 0 || lists.some((matchers) => matchesLabels(matchers, labels));

function filtered(group: ApiRuleGroup, { keeps, excludeAlerts, narrows }: RuleFilter): ApiRuleGroup[] {
  const kept = group.rules.filter(keeps);
  if (kept.length === 0 && narrows) return [];
  const rules = excludeAlerts ? kept.map((rule) => (rule.type === 'alerting' ? { ...rule, alerts: [] } : rule)) : kept;
  return [{ ...group, rules }];
}

function groupLimit(params: URLSearchParams): Result<number | undefined, Failure> {
  const text = params.get('group_limit') ?? '';
  if (text === '') {
    if ((params.get('group_next_token') ?? '') === '') return ok(undefined);
    const problem = 'group_limit needs to be present in order to paginate over the groups';
    return invalidParameter('group_next_token', problem);
  }
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) {
    return invalidParameter('group_limit', 'group_limit needs to be a valid number of 1 or more');
  }
  return ok(Number(text));
}
