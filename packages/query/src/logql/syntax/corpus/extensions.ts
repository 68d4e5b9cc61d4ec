import { EMPTY_COMPATIBLE, type Corpus } from './corpus.js';

/** What Loki does not have: OpenTelemetry names in selectors, and count_distinct. */
export const EXTENSIONS: Corpus = {
  valid: [
    ['{service.name="x"}', '{service_name="x"}'],
    ['{"service.name"="x"}', '{service_name="x"}'],
    ['{k8s.pod.name=~"a.+", service_name="b"}', '{k8s_pod_name=~"a.+", service_name="b"}'],
    ['{http.2xx="x"}', '{http_2xx="x"}'],
    ['{json.by="x"}', '{json_by="x"}'],
    ['{"app"="x"}', '{app="x"}'],
    ['{"by"="x", "ON"=~"y+"}', '{"by"="x", "ON"=~"y+"}'],
    ['sum(rate({service.name="x"}[5m]))', 'sum(rate({service_name="x"}[5m]))'],
    ['count_distinct(user, {app="x"} | json [5m])', 'count_distinct(user,{app="x"} | json[5m])'],
    ['count_distinct(user, {app="x"}[5m]) by (a)', 'count_distinct(user,{app="x"}[5m]) by (a)'],
    [
      'count_distinct(user, ({app="x"} | json)[5m] offset 1m) without (b)',
      'count_distinct(user,{app="x"} | json[5m] offset 1m) without (b)',
    ],
    ['sum(count_distinct(user, {app="x"}[5m])) by (a)', 'sum by (a)(count_distinct(user,{app="x"}[5m]))'],
  ],
  parseFails: [
    ['{"a b"="x"}', 'parse error at line 1, col 2: syntax error: unexpected STRING, expecting IDENTIFIER or }'],
    ['{"="x"}', 'parse error at line 1, col 2: syntax error: unexpected STRING, expecting IDENTIFIER or }'],
    ['{service.="x"}', 'parse error at line 1, col 9: syntax error: unexpected ., expecting = or =~ or !~ or !='],
    ['{service..name="x"}', 'parse error at line 1, col 9: syntax error: unexpected ., expecting = or =~ or !~ or !='],
    ['{.name="x"}', 'parse error at line 1, col 2: syntax error: unexpected ., expecting IDENTIFIER or }'],
    ['{service .name="x"}', 'parse error at line 1, col 10: syntax error: unexpected ., expecting = or =~ or !~ or !='],
    ['{app="x"} | service.name="y"', 'parse error at line 1, col 20: syntax error: unexpected .'],
    [
      'count_distinct({app="x"}[5m])',
      'parse error at line 1, col 16: syntax error: unexpected {, expecting IDENTIFIER',
    ],
    [
      'count_distinct(5, {app="x"}[5m])',
      'parse error at line 1, col 16: syntax error: unexpected NUMBER, expecting IDENTIFIER',
    ],
    ['count_distinct(user {app="x"}[5m])', 'parse error at line 1, col 21: syntax error: unexpected {, expecting ,'],
    [
      'count_distinct(user, user)',
      'parse error at line 1, col 22: syntax error: unexpected IDENTIFIER, expecting { or (',
    ],
    [
      'count_distinct(user, rate({app="x"}[5m]))',
      'parse error at line 1, col 22: syntax error: unexpected RATE, expecting { or (',
    ],
    ['count_distinct(user, {app="x"})', 'parse error at line 1, col 31: syntax error: unexpected )'],
    [
      'count_distinct by (a) (user, {app="x"}[5m])',
      'parse error at line 1, col 16: syntax error: unexpected by, expecting (',
    ],
  ],
  checkFails: [
    ['count_distinct(user, {app="x"} | unwrap a [5m])', 'parse error : invalid aggregation count_distinct with unwrap'],
    ['count_distinct(user, {app=""}[5m])', EMPTY_COMPATIBLE],
  ],
};
