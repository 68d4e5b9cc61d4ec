import { EMPTY_COMPATIBLE, type Corpus } from './corpus.js';

/** Operators, their precedence and modifiers, and what they cannot join. */
export const OPERATORS: Corpus = {
  valid: [
    ['1', '1'],
    ['-1', '-1'],
    ['- 1', '-1'],
    ['(1)', '1'],
    ['((2))', '2'],
    ['1 + 1', '(1 + 1)'],
    ['1 + -2 / 1', '(1 + (-2 / 1))'],
    ['1 + 1 - -1', '((1 + 1) - -1)'],
    ['-2 ^ 2', '(-2 ^ 2)'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['(2 ^ 3) ^ 2', '((2 ^ 3) ^ 2)'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['1 - (2 - 3)', '(1 - (2 - 3))'],
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['(1 + 2) * 3', '((1 + 2) * 3)'],
    ['1 / 2 % 3', '((1 / 2) % 3)'],
    ['1 > 1 < 1', '((1 > 1) < 1)'],
    ['1 > bool 1', '(1 > bool 1)'],
    ['1 + bool 1', '(1 + 1)'],
    ['1 >= 1 > 1', '((1 >= 1) > 1)'],
    ['1 == 1 != 0 <= 2', '(((1 == 1) != 0) <= 2)'],
    ['vector(1)+vector(1)', '(vector(1) + vector(1))'],
    ['count_over_time({app="x"}[5m]) > 1', '(count_over_time({app="x"}[5m]) > 1)'],
    [
      'count_over_time({app="x"}[5m]) > count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) > count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) or count_over_time({app="x"}[5m]) > 1',
      '(count_over_time({app="x"}[5m]) or (count_over_time({app="x"}[5m]) > 1))',
    ],
    [
      'count_over_time({app="x"}[5m]) or count_over_time({app="x"}[5m]) and count_over_time({app="x"}[5m]) unless count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) or ((count_over_time({app="x"}[5m]) and count_over_time({app="x"}[5m])) unless count_over_time({app="x"}[5m])))',
    ],
    ['count_over_time({app="x"}[5m]) or vector(0)', '(count_over_time({app="x"}[5m]) or vector(0))'],
    [
      'sum(rate({app="x"}[5m])) by (a) / sum(rate({app="x"}[5m])) by (a) / 2',
      '((sum by (a)(rate({app="x"}[5m])) / sum by (a)(rate({app="x"}[5m]))) / 2)',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (a) count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) * on (a) count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) * on () count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) * on () count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) + ignoring (a, b) count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) + ignoring (a,b) count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) - ignoring() count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) - ignoring () count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) * on(a) group_left count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) * on (a) group_left () count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) * on(a) group_left () count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) * on (a) group_left () count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) * on(a) group_left (b, c) count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) * on (a) group_left (b,c) count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) / ignoring(a) group_right (b) count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) / ignoring (a) group_right (b) count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) > bool on () group_right (app) count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) > bool on () group_right (app) count_over_time({app="x"}[5m]))',
    ],
    [
      'count_over_time({app="x"}[5m]) and on (a) count_over_time({app="x"}[5m])',
      '(count_over_time({app="x"}[5m]) and on (a) count_over_time({app="x"}[5m]))',
    ],
    ['count_over_time({app="x"}[5m]) == BOOL 1', '(count_over_time({app="x"}[5m]) == bool 1)'],
    ['1 % -1', '(1 % -1)'],
    ['count_over_time({app="x"}[5m]) != 5', '(count_over_time({app="x"}[5m]) != 5)'],
    ['-1 + count_over_time({app="x"}[5m])', '(-1 + count_over_time({app="x"}[5m]))'],
    [
      'sum by (job) (count_over_time({app="x"}[5m]) / count_over_time({app="x"}[5m])) * 100',
      '(sum by (job)((count_over_time({app="x"}[5m]) / count_over_time({app="x"}[5m]))) * 100)',
    ],
    ['1 < count_over_time({app="x"}[5m])', '(1 < count_over_time({app="x"}[5m]))'],
    ['1 * (2 + 3) ^ 2 > 4', '((1 * ((2 + 3) ^ 2)) > 4)'],
    ['count_over_time({app="x"}[5m]) > 1e-7', '(count_over_time({app="x"}[5m]) > 1e-7)'],
  ],
  parseFails: [
    ['1 +', 'parse error at line 1, col 4: syntax error: unexpected $end'],
    ['+', 'parse error at line 1, col 2: syntax error: unexpected $end, expecting NUMBER'],
    ['1 1', 'parse error at line 1, col 3: syntax error: unexpected NUMBER'],
    ['1 + + ', 'parse error at line 1, col 7: syntax error: unexpected $end, expecting NUMBER'],
    [
      '-sum(count_over_time({app="x"}[5m]))',
      'parse error at line 1, col 2: syntax error: unexpected SUM, expecting NUMBER',
    ],
    ['- (1)', 'parse error at line 1, col 3: syntax error: unexpected (, expecting NUMBER'],
    ['1 + -x', 'parse error at line 1, col 6: syntax error: unexpected IDENTIFIER, expecting NUMBER'],
    ['1 == > 1', 'parse error at line 1, col 6: syntax error: unexpected >'],
    ['1 = 1', 'parse error at line 1, col 3: syntax error: unexpected ='],
    ['1 =~ 1', 'parse error at line 1, col 3: syntax error: unexpected =~'],
    ['(1', 'parse error at line 1, col 3: syntax error: unexpected $end'],
    ['(1))', 'parse error at line 1, col 4: syntax error: unexpected )'],
    ['()', 'parse error at line 1, col 2: syntax error: unexpected )'],
    ['bool 1 > 1', 'parse error at line 1, col 1: syntax error: unexpected bool'],
    ['1 > bool bool 1', 'parse error at line 1, col 10: syntax error: unexpected bool'],
    [
      'count_over_time({app="x"}[5m]) * on count_over_time({app="x"}[5m])',
      'parse error at line 1, col 37: syntax error: unexpected COUNT_OVER_TIME, expecting (',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (a count_over_time({app="x"}[5m])',
      'parse error at line 1, col 40: syntax error: unexpected COUNT_OVER_TIME, expecting , or )',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (5) count_over_time({app="x"}[5m])',
      'parse error at line 1, col 38: syntax error: unexpected NUMBER, expecting IDENTIFIER or )',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (a,) count_over_time({app="x"}[5m])',
      'parse error at line 1, col 40: syntax error: unexpected ), expecting IDENTIFIER',
    ],
    [
      'count_over_time({app="x"}[5m]) * group_left count_over_time({app="x"}[5m])',
      'parse error at line 1, col 34: syntax error: unexpected group_left',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (a) group_left (5) count_over_time({app="x"}[5m])',
      'parse error at line 1, col 53: syntax error: unexpected NUMBER, expecting IDENTIFIER or )',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (a) group_left (count_over_time({app="x"}[5m]))',
      'parse error at line 1, col 53: syntax error: unexpected COUNT_OVER_TIME, expecting IDENTIFIER or )',
    ],
    [
      'count_over_time({app="x"}[5m]) * on (a) ignoring (b) count_over_time({app="x"}[5m])',
      'parse error at line 1, col 41: syntax error: unexpected ignoring',
    ],
    [
      'count_over_time({app="x"}[5m]) atan2 count_over_time({app="x"}[5m])',
      'parse error at line 1, col 32: syntax error: unexpected IDENTIFIER',
    ],
    ['count_over_time({app="x"}[5m]) and', 'parse error at line 1, col 35: syntax error: unexpected $end'],
    ['count_over_time({app="x"}[5m]) offset 5m', 'parse error at line 1, col 32: syntax error: unexpected offset'],
    ['1 offset 5m', 'parse error at line 1, col 3: syntax error: unexpected offset'],
    ['1[5m]', 'parse error at line 1, col 2: syntax error: unexpected RANGE'],
    ['1 and bool', 'parse error at line 1, col 11: syntax error: unexpected $end'],
    ['{app="x"} or "a"', 'parse error at line 1, col 14: syntax error: unexpected STRING'],
    ['{app="x"} != 5', 'parse error at line 1, col 14: syntax error: unexpected NUMBER, expecting STRING or ip'],
    ['{app="x"} and', 'parse error at line 1, col 14: syntax error: unexpected $end'],
  ],
  checkFails: [
    [
      '{app="x"} + {app="x"}',
      'parse error : unexpected type for left leg of binary operation (+): *syntax.MatchersExpr',
    ],
    [
      'count_over_time({app="x"}[5m]) - {app="x"}',
      'parse error : unexpected type for right leg of binary operation (-): *syntax.MatchersExpr',
    ],
    [
      '{app="x"} / count_over_time({app="x"}[5m])',
      'parse error : unexpected type for left leg of binary operation (/): *syntax.MatchersExpr',
    ],
    [
      '{app="x"} | json + count_over_time({app="x"}[5m])',
      'parse error : unexpected type for left leg of binary operation (+): *syntax.PipelineExpr',
    ],
    [
      '1 + {app="x"} |= "a"',
      'parse error : unexpected type for right leg of binary operation (+): *syntax.PipelineExpr',
    ],
    [
      'count_over_time({app="x"}[5m]) or 1',
      'parse error : unexpected literal for right leg of logical/set binary operation (or): 1.000000',
    ],
    [
      '1 unless count_over_time({app="x"}[5m])',
      'parse error : unexpected literal for left leg of logical/set binary operation (unless): 1.000000',
    ],
    [
      'count_over_time({app="x"}[5m]) + 1 or 1',
      'parse error : unexpected literal for right leg of logical/set binary operation (or): 1.000000',
    ],
    [
      '1 + 1 and count_over_time({app="x"}[5m])',
      'parse error : unexpected literal for left leg of logical/set binary operation (and): 2.000000',
    ],
    [
      'count_over_time({app="x"}[5m]) and 1 / 0',
      'parse error : unexpected literal for right leg of logical/set binary operation (and): NaN',
    ],
    ['1 + count_over_time({app=~".*"}[5m])', EMPTY_COMPATIBLE],
    ['vector(1) + count_over_time({app=~".*"}[5m])', EMPTY_COMPATIBLE],
    ['count_over_time({app="x"}[5m]) / count_over_time({app=""}[5m])', EMPTY_COMPATIBLE],
    [
      '1 + 0x1F',
      'parse error : unable to parse literal as a float: strconv.ParseFloat: parsing "0x1F": invalid syntax',
    ],
  ],
};
