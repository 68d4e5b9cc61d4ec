import type { Corpus } from './corpus.js';

/** Filters on the line: text, regex, pattern and ip. */
export const LINE_FILTERS: Corpus = {
  valid: [
    ['{app="x"}|="a"!="b"|~"c"!~"d"', '{app="x"} |= "a" != "b" |~ "c" !~ "d"'],
    ['{app="x"} |> "<_> a" !> "b <_>"', '{app="x"} |> "<_> a" !> "b <_>"'],
    ['{app="x"} |= "a" or "b" or `c`', '{app="x"} |= "a" or "b" or "c"'],
    ['{app="x"} != "a" or "b"', '{app="x"} != "a" or "b"'],
    ['{app="x"} |~ "a" or "b" !~ "c" or "d"', '{app="x"} |~ "a" or "b" !~ "c" or "d"'],
    ['{app="x"} |> "a" or "<_>b"', '{app="x"} |> "a" or "<_>b"'],
    ['{app="x"} !> "a" or "b" or "c"', '{app="x"} !> "a" or "b" or "c"'],
    ['{app="x"} |= ""', '{app="x"} |= ""'],
    ['{app="x"} |= ip("10.0.0.0/8")', '{app="x"} |= ip("10.0.0.0/8")'],
    ['{app="x"} != ip("::1")', '{app="x"} != ip("::1")'],
    ['{app="x"} |= ip("10.0.0.1-10.0.0.9")', '{app="x"} |= ip("10.0.0.1-10.0.0.9")'],
    ['{app="x"} |= "a" or ip("10.0.0.1") or "b"', '{app="x"} |= "a" or ip("10.0.0.1") or "b"'],
    ['{app="x"} |= ip("10.0.0.1") or "a"', '{app="x"} |= ip("10.0.0.1") or "a"'],
    ['{app="x"} |= "a" |= IP ( "2001:db8::/32" )', '{app="x"} |= "a" |= ip("2001:db8::/32")'],
    ['{app="x"} |> ""', '{app="x"} |> ""'],
    ['{app="x"} |> "no capture"', '{app="x"} |> "no capture"'],
    ['{app="x"} |> "<_> <1a> <>"', '{app="x"} |> "<_> <1a> <>"'],
    ['{app="x"} |~ "(?i)error|\\\\d+"', '{app="x"} |~ "(?i)error|\\\\d+"'],
    ['{app="x"} |= "foo" or "bar" |= "buzz" or "fizz"', '{app="x"} |= "foo" or "bar" |= "buzz" or "fizz"'],
    ['{app="x"} | json |= "a"', '{app="x"} | json |= "a"'],
  ],
  parseFails: [
    ['{app="x"} |=', 'parse error at line 1, col 13: syntax error: unexpected $end, expecting STRING or ip'],
    ['{app="x"} |= x', 'parse error at line 1, col 14: syntax error: unexpected IDENTIFIER, expecting STRING or ip'],
    ['{app="x"} |= 5', 'parse error at line 1, col 14: syntax error: unexpected NUMBER, expecting STRING or ip'],
    ['{app="x"} |= "a" or', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting STRING or ip'],
    [
      '{app="x"} |= "a" or x',
      'parse error at line 1, col 21: syntax error: unexpected IDENTIFIER, expecting STRING or ip',
    ],
    [
      '{app="x"} |= "a" or |= "b"',
      'parse error at line 1, col 21: syntax error: unexpected |=, expecting STRING or ip',
    ],
    ['{app="x"} |= ip', 'parse error at line 1, col 14: syntax error: unexpected IDENTIFIER, expecting STRING or ip'],
    ['{app="x"} |= ip(', 'parse error at line 1, col 17: syntax error: unexpected $end, expecting STRING'],
    ['{app="x"} |= ip(5)', 'parse error at line 1, col 17: syntax error: unexpected NUMBER, expecting STRING'],
    ['{app="x"} |= ip("10.0.0.1"', 'parse error at line 1, col 27: syntax error: unexpected $end, expecting )'],
    ['{app="x"} |= ip()', 'parse error at line 1, col 17: syntax error: unexpected ), expecting STRING'],
    ['{app="x"} = "a"', 'parse error at line 1, col 11: syntax error: unexpected ='],
    ['{app="x"} =~ "a"', 'parse error at line 1, col 11: syntax error: unexpected =~'],
    ['{app="x"} |= ("a")', 'parse error at line 1, col 14: syntax error: unexpected (, expecting STRING or ip'],
    ['{app="x"} ! "a"', 'parse error at line 1, col 11: syntax error: unexpected IDENTIFIER'],
    ['{app="x"} |= "a" and "b"', 'parse error at line 1, col 22: syntax error: unexpected STRING'],
    ['{app="x"} |=="a"', 'parse error at line 1, col 13: syntax error: unexpected =, expecting STRING or ip'],
  ],
  checkFails: [
    [
      '{app="x"} |~ "a**"',
      'parse error : stage \'|~ "a**"\' : error parsing regexp: invalid nested repetition operator: `**`',
    ],
    [
      '{app="x"} !~ "ok" or "[z-a]"',
      'parse error : stage \'!~ "ok" or "[z-a]"\' : error parsing regexp: invalid character class range: `z-a`',
    ],
    [
      '{app="x"} |~ "(?=a)"',
      'parse error : stage \'|~ "(?=a)"\' : error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    ['{app="x"} |> "<a> b"', "parse error : stage '|> \"<a> b\"' : named captures are not allowed: found '<a>'"],
    [
      '{app="x"} |> "<_><_>"',
      "parse error : stage '|> \"<_><_>\"' : found consecutive capture '<_><_>': invalid expression",
    ],
    [
      '{app="x"} !> "x" or "<_> <name>"',
      'parse error : stage \'!> "x" or "<_> <name>"\' : named captures are not allowed: found \'<name>\'',
    ],
    ['{app="x"} |~ ip("10.0.0.1")', 'parse error : stage \'|~ ip("10.0.0.1")\' : ip: invalid operation'],
    ['{app="x"} !> ip("10.0.0.1")', 'parse error : stage \'!> ip("10.0.0.1")\' : ip: invalid operation'],
    [
      '{app="x"} |= ip("10.0.0.300")',
      'parse error : stage \'|= ip("10.0.0.300")\' : ip: invalid pattern: "10.0.0.300"',
    ],
    [
      '{app="x"} |= ip("10.0.0.0/33")',
      'parse error : stage \'|= ip("10.0.0.0/33")\' : ip: invalid pattern: "10.0.0.0/33"',
    ],
    ['{app="x"} != ip("a")', 'parse error : stage \'!= ip("a")\' : ip: invalid pattern: "a"'],
    [
      '{app="x"} |= ip("10.0.0.9-10.0.0.1")',
      'parse error : stage \'|= ip("10.0.0.9-10.0.0.1")\' : ip: invalid pattern: "10.0.0.9-10.0.0.1"',
    ],
    ['{app="x"} |= "x" or ip("")', 'parse error : stage \'|= "x" or ip("")\' : ip: invalid pattern: ""'],
  ],
};
