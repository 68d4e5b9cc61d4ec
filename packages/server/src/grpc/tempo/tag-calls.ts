import { err, ok } from '@bongsu/model';
import { flatTagNames, tagNames, tagValues, type ScopedTags, type TagValue } from '@bongsu/query/traceql';
import { decodeTagsRequest, decodeTagValuesRequest, type TempoAnswer } from '@bongsu/wire/tempopb';
import { failure } from '../../errors/failure.js';
import { DONE } from '../../http/tempo/metrics-json.js';
import { scopeOf } from '../../http/tempo/tag-scope.js';
import { tempoFailure } from '../../http/tempo/tempo-failure.js';
import { rangeOr } from '../../http/tempo/tempo-params.js';
import { secondsRange } from './seconds-range.js';
import type { TempoHandler } from './tempo-call.js';

const HOUR_MS = 3_600_000;

const names =
  (
    kind: TempoAnswer,
    version: 1 | 2,
    shape: (scopes: readonly ScopedTags[]) => Readonly<Record<string, unknown>>,
  ): TempoHandler =>
  async ({ tenant, body, signal, send }, { runner, clock }) => {
    const asked = decodeTagsRequest(body);
    if (!asked.ok) return err(failure('malformed_body', asked.error));
    const range = rangeOr(secondsRange(asked.value), clock, HOUR_MS);
    if (!range.ok) return range;
    const scope = scopeOf(asked.value.scope);
    if (!scope.ok) return scope;
    const { limit, query } = asked.value;
    const request = {
      tenant,
      ...range.value,
      ...(limit === 0 ? {} : { limit }),
      ...scope.value,
      ...(version === 1 || query === '' ? {} : { q: query }),
    };
    const found = await tagNames(request, runner, signal);
    if (!found.ok) return err(tempoFailure(found.error));
    send(kind, { ...shape(found.value), metrics: DONE });
    return ok(undefined);
  };

const values =
  (
    kind: TempoAnswer,
    version: 1 | 2,
    shape: (found: readonly TagValue[]) => Readonly<Record<string, unknown>>,
  ): TempoHandler =>
  async ({ tenant, body, signal, send }, { runner, clock }) => {
    const asked = decodeTagValuesRequest(body);
    if (!asked.ok) return err(failure('malformed_body', asked.error));
    const range = rangeOr(secondsRange(asked.value), clock, HOUR_MS);
    if (!range.ok) return range;
    const { limit, query, tagName } = asked.value;
    const request = {
      tenant,
      ...range.value,
      ...(limit === 0 ? {} : { limit }),
      tag: tagName,
      version,
      ...(query === '' ? {} : { q: query }),
    };
    const found = await tagValues(request, runner, signal);
    if (!found.ok) return err(tempoFailure(found.error));
    send(kind, { ...shape(found.value), metrics: DONE });
    return ok(undefined);
  };

export const answerTags = names('tags', 1, (scopes) => ({ tagNames: flatTagNames(scopes) }));
export const answerTagsV2 = names('tagsV2', 2, (scopes) => ({ scopes }));
export const answerTagValues = values('tagValues', 1, (found) => ({ tagValues: found.map(({ value }) => value) }));
export const answerTagValuesV2 = values('tagValuesV2', 2, (found) => ({ tagValues: found }));
