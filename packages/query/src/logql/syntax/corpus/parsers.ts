import type { Corpus } from './corpus.js';

/** json, logfmt, regexp, pattern and unpack. */
export const PARSERS: Corpus = {
  valid: [
    ['{app="x"} | json', '{app="x"} | json'],
    ['{app="x"} | json a="b.c[0]"', '{app="x"} | json a="b.c[0]"'],
    ['{app="x"} | json a, b="c"', '{app="x"} | json a="a",b="c"'],
    ['{app="x"} | json status=`http.status`, method', '{app="x"} | json status="http.status",method="method"'],
    ['{app="x"} | json foo="[0]"', '{app="x"} | json foo="[0]"'],
    ['{app="x"} | json foo="a[\\"b c\\"].d"', '{app="x"} | json foo="a[\\"b c\\"].d"'],
    ['{app="x"} | json foo="a", foo="b"', '{app="x"} | json foo="a",foo="b"'],
    ['{app="x"} | json rate, sum="x"', '{app="x"} | json rate="rate",sum="x"'],
    ['{app="x"} | logfmt', '{app="x"} | logfmt'],
    ['{app="x"} | logfmt --strict', '{app="x"} | logfmt --strict'],
    ['{app="x"} | logfmt --keep-empty --strict', '{app="x"} | logfmt --strict --keep-empty'],
    ['{app="x"} | logfmt --strict --strict', '{app="x"} | logfmt --strict'],
    ['{app="x"} | logfmt a, b="c"', '{app="x"} | logfmt a="a",b="c"'],
    [
      '{app="x"} | logfmt --strict --keep-empty msg="message", apiKey="api_key"',
      '{app="x"} | logfmt --strict --keep-empty msg="message",apiKey="api_key"',
    ],
    ['{app="x"} | regexp "(?P<a>x)(y)"', '{app="x"} | regexp "(?P<a>x)(y)"'],
    [
      '{app="x"} | regexp "(?P<method>\\\\w+) (?P<path>[\\\\w|/]+)"',
      '{app="x"} | regexp "(?P<method>\\\\w+) (?P<path>[\\\\w|/]+)"',
    ],
    ['{app="x"} | pattern "<ip> - <_> <path>"', '{app="x"} | pattern "<ip> - <_> <path>"'],
    ['{app="x"} | pattern "<_> <a> <_>"', '{app="x"} | pattern "<_> <a> <_>"'],
    ['{app="x"} | unpack', '{app="x"} | unpack'],
    ['{app="x"} | unpack | json | logfmt | unpack', '{app="x"} | unpack | json | logfmt | unpack'],
    ['{app="x"} |= "a" | json |= "b"', '{app="x"} |= "a" | json |= "b"'],
    ['{app="x"} | json | regexp "(?P<a>.)" | pattern "<b>"', '{app="x"} | json | regexp "(?P<a>.)" | pattern "<b>"'],
  ],
  parseFails: [
    ['{app="x"} |', 'parse error at line 1, col 12: syntax error: unexpected $end'],
    ['{app="x"} | |', 'parse error at line 1, col 13: syntax error: unexpected |'],
    ['{app="x"} | json "x"', 'parse error at line 1, col 18: syntax error: unexpected STRING'],
    ['{app="x"} | json a=', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting STRING'],
    ['{app="x"} | json a=b', 'parse error at line 1, col 20: syntax error: unexpected IDENTIFIER, expecting STRING'],
    ['{app="x"} | json a=5', 'parse error at line 1, col 20: syntax error: unexpected NUMBER, expecting STRING'],
    ['{app="x"} | json a,', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting IDENTIFIER'],
    ['{app="x"} | json a, "b"', 'parse error at line 1, col 21: syntax error: unexpected STRING, expecting IDENTIFIER'],
    ['{app="x"} | json a b', 'parse error at line 1, col 20: syntax error: unexpected IDENTIFIER'],
    ['{app="x"} | json a="b" c="d"', 'parse error at line 1, col 24: syntax error: unexpected IDENTIFIER'],
    ['{app="x"} | json --strict', 'parse error at line 1, col 18: syntax error: unexpected FUNCTION_FLAG'],
    [
      '{app="x"} | logfmt --loose',
      'parse error at line 1, col 22: syntax error: unexpected IDENTIFIER, expecting NUMBER',
    ],
    ['{app="x"} | logfmt a --strict', 'parse error at line 1, col 22: syntax error: unexpected FUNCTION_FLAG'],
    ['{app="x"} | logfmt -strict', 'parse error at line 1, col 21: syntax error: unexpected IDENTIFIER'],
    ['{app="x"} | regexp', 'parse error at line 1, col 19: syntax error: unexpected $end, expecting STRING'],
    ['{app="x"} | regexp x', 'parse error at line 1, col 20: syntax error: unexpected IDENTIFIER, expecting STRING'],
    ['{app="x"} | pattern', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting STRING'],
    ['{app="x"} | pattern 5', 'parse error at line 1, col 21: syntax error: unexpected NUMBER, expecting STRING'],
    ['{app="x"} | unpack "x"', 'parse error at line 1, col 20: syntax error: unexpected STRING'],
    ['{app="x"} | unwrap x', 'parse error at line 1, col 13: syntax error: unexpected unwrap'],
    ['{app="x"} | by', 'parse error at line 1, col 13: syntax error: unexpected by'],
    ['{app="x"} | "x"', 'parse error at line 1, col 13: syntax error: unexpected STRING'],
    ['{app="x"} | 5', 'parse error at line 1, col 13: syntax error: unexpected NUMBER'],
    ['{app="x"} | bytes(x)', 'parse error at line 1, col 13: syntax error: unexpected BYTES_CONV'],
    ['{app="x"} json', 'parse error at line 1, col 11: syntax error: unexpected json'],
  ],
  checkFails: [
    [
      '{app="x"} | json foo="bar["',
      'parse error : stage \'| json foo="bar["\' : cannot parse expression [bar[]: syntax error: unexpected $end, expecting STRING or INDEX',
    ],
    [
      '{app="x"} | json foo="a.b[0"',
      'parse error : stage \'| json foo="a.b[0"\' : cannot parse expression [a.b[0]: syntax error: unexpected $end, expecting STRING or INDEX',
    ],
    [
      '{app="x"} | json foo="a..b"',
      'parse error : stage \'| json foo="a..b"\' : cannot parse expression [a..b]: syntax error: unexpected DOT, expecting FIELD',
    ],
    [
      '{app="x"} | json foo=""',
      'parse error : stage \'| json foo=""\' : cannot parse expression []: syntax error: unexpected $end, expecting LSB or FIELD',
    ],
    [
      '{app="x"} | json foo="a.b-c"',
      'parse error : stage \'| json foo="a.b-c"\' : cannot parse expression [a.b-c]: unexpected char -',
    ],
    [
      '{app="x"} | json foo="a b"',
      'parse error : stage \'| json foo="a b"\' : cannot parse expression [a b]: syntax error: unexpected FIELD',
    ],
    [
      '{app="x"} | json foo="a.[0]"',
      'parse error : stage \'| json foo="a.[0]"\' : cannot parse expression [a.[0]]: syntax error: unexpected LSB, expecting FIELD',
    ],
    [
      '{app="x"} | json foo="a[x]"',
      'parse error : stage \'| json foo="a[x]"\' : cannot parse expression [a[x]]: syntax error: unexpected FIELD, expecting STRING or INDEX',
    ],
    [
      '{app="x"} | json foo="a]"',
      'parse error : stage \'| json foo="a]"\' : cannot parse expression [a]]: syntax error: unexpected RSB',
    ],
    [
      '{app="x"} | json foo="a[0"',
      'parse error : stage \'| json foo="a[0"\' : cannot parse expression [a[0]: syntax error: unexpected $end, expecting STRING or INDEX',
    ],
    [
      '{app="x"} | json foo="a[0.5]"',
      'parse error : stage \'| json foo="a[0.5]"\' : cannot parse expression [a[0.5]]: syntax error: unexpected $end, expecting STRING or INDEX',
    ],
    [
      '{app="x"} | json ok="a", foo="."',
      'parse error : stage \'| json ok="a",foo="."\' : cannot parse expression [.]: syntax error: unexpected DOT, expecting LSB or FIELD',
    ],
    [
      '{app="x"} | logfmt foo="bar["',
      'parse error : stage \'| logfmt foo="bar["\' : cannot parse expression [bar[]: unexpected char [',
    ],
    [
      '{app="x"} | logfmt foo="a.b"',
      'parse error : stage \'| logfmt foo="a.b"\' : cannot parse expression [a.b]: unexpected char .',
    ],
    [
      '{app="x"} | logfmt foo=""',
      'parse error : stage \'| logfmt foo=""\' : cannot parse expression []: syntax error: unexpected $end, expecting STRING or KEY',
    ],
    [
      '{app="x"} | logfmt foo="a b"',
      'parse error : stage \'| logfmt foo="a b"\' : cannot parse expression [a b]: syntax error: unexpected KEY',
    ],
    [
      '{app="x"} | logfmt --strict foo="="',
      'parse error : stage \'| logfmt --strict foo="="\' : cannot parse expression [=]: syntax error: unexpected $end, expecting STRING or KEY',
    ],
    ['{app="x"} | regexp "(["', 'parse error : invalid regexp parser: error parsing regexp: missing closing ]: `[`'],
    ['{app="x"} | regexp "abc"', 'parse error : invalid regexp parser: at least one named capture must be supplied'],
    ['{app="x"} | regexp "(x)"', 'parse error : invalid regexp parser: at least one named capture must be supplied'],
    [
      '{app="x"} | regexp "(?P<a>x)(?P<a>y)"',
      "parse error : invalid regexp parser: duplicate extracted label name 'a'",
    ],
    [
      '{app="x"} | regexp "(?P<a"',
      'parse error : invalid regexp parser: error parsing regexp: invalid named capture: `(?P<a`',
    ],
    ['{app="x"} | pattern "<_><_>"', 'parse error : invalid pattern parser: at least one capture is required'],
    ['{app="x"} | pattern "abc"', 'parse error : invalid pattern parser: at least one capture is required'],
    [
      '{app="x"} | pattern "<a> <a>"',
      'parse error : invalid pattern parser: duplicate capture name (a): invalid expression',
    ],
    [
      '{app="x"} | pattern "<a><b>"',
      "parse error : invalid pattern parser: found consecutive capture '<a><b>': invalid expression",
    ],
    [
      '{app="x"} | pattern "<a><_>"',
      "parse error : invalid pattern parser: found consecutive capture '<a><_>': invalid expression",
    ],
    [
      '{app="x"} | pattern ""',
      'parse error : invalid pattern parser: parse error at line 1, col 1: syntax error: unexpected $end, expecting IDENTIFIER or LITERAL',
    ],
    ['{app="x"} | pattern "<1a>"', 'parse error : invalid pattern parser: at least one capture is required'],
  ],
};
