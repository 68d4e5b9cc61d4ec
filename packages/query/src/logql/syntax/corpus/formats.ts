import type { Corpus } from './corpus.js';

/** line_format, label_format, decolorize, drop and keep. */
export const FORMATS: Corpus = {
  valid: [
    ['{app="x"} | line_format "{{.msg}}"', '{app="x"} | line_format "{{.msg}}"'],
    ['{app="x"} | line_format ``', '{app="x"} | line_format ""'],
    ['{app="x"} | label_format a=b', '{app="x"} | label_format a=b'],
    ['{app="x"} | label_format a="{{.b}}"', '{app="x"} | label_format a="{{.b}}"'],
    ['{app="x"} | label_format a=b,c="d", e=f', '{app="x"} | label_format a=b,c="d",e=f'],
    ['{app="x"} | label_format rate=sum', '{app="x"} | label_format rate=sum'],
    ['{app="x"} | decolorize', '{app="x"} | decolorize'],
    ['{app="x"} | decolorize | decolorize |= "a"', '{app="x"} | decolorize | decolorize |= "a"'],
    ['{app="x"} | drop a', '{app="x"} | drop a'],
    [
      '{app="x"} | drop a, b="x",c=~"y" , d!="z",e!~"w", __error__',
      '{app="x"} | drop a,b="x",c=~"y",d!="z",e!~"w",__error__',
    ],
    ['{app="x"} | keep a,b=~"x"', '{app="x"} | keep a,b=~"x"'],
    ['{app="x"} | keep a | drop b', '{app="x"} | keep a | drop b'],
    ['{app="x"} | drop a |= "x"', '{app="x"} | drop a |= "x"'],
    ['{app="x"} | drop a != "x"', '{app="x"} | drop a!="x"'],
    [
      '{app="x"} | label_format x=pod, y="{{.app}}" | keep x | line_format "{{ __line__ | trunc 3 }}"',
      '{app="x"} | label_format x=pod,y="{{.app}}" | keep x | line_format "{{ __line__ | trunc 3 }}"',
    ],
  ],
  parseFails: [
    ['{app="x"} | line_format', 'parse error at line 1, col 24: syntax error: unexpected $end, expecting STRING'],
    [
      '{app="x"} | line_format x',
      'parse error at line 1, col 25: syntax error: unexpected IDENTIFIER, expecting STRING',
    ],
    ['{app="x"} | line_format "a" "b"', 'parse error at line 1, col 29: syntax error: unexpected STRING'],
    ['{app="x"} | label_format', 'parse error at line 1, col 25: syntax error: unexpected $end, expecting IDENTIFIER'],
    ['{app="x"} | label_format x', 'parse error at line 1, col 27: syntax error: unexpected $end, expecting ='],
    [
      '{app="x"} | label_format x=',
      'parse error at line 1, col 28: syntax error: unexpected $end, expecting IDENTIFIER or STRING',
    ],
    [
      '{app="x"} | label_format x=5',
      'parse error at line 1, col 28: syntax error: unexpected NUMBER, expecting IDENTIFIER or STRING',
    ],
    [
      '{app="x"} | label_format x=json',
      'parse error at line 1, col 28: syntax error: unexpected json, expecting IDENTIFIER or STRING',
    ],
    [
      '{app="x"} | label_format x="a",',
      'parse error at line 1, col 32: syntax error: unexpected $end, expecting IDENTIFIER',
    ],
    [
      '{app="x"} | label_format x="a", 5',
      'parse error at line 1, col 33: syntax error: unexpected NUMBER, expecting IDENTIFIER',
    ],
    [
      '{app="x"} | label_format "x"=y',
      'parse error at line 1, col 26: syntax error: unexpected STRING, expecting IDENTIFIER',
    ],
    ['{app="x"} | label_format x==y', 'parse error at line 1, col 27: syntax error: unexpected ==, expecting ='],
    ['{app="x"} | drop', 'parse error at line 1, col 17: syntax error: unexpected $end, expecting IDENTIFIER'],
    ['{app="x"} | drop 5', 'parse error at line 1, col 18: syntax error: unexpected NUMBER, expecting IDENTIFIER'],
    ['{app="x"} | drop a,', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting IDENTIFIER'],
    ['{app="x"} | drop a=', 'parse error at line 1, col 20: syntax error: unexpected $end, expecting STRING'],
    ['{app="x"} | drop a=b', 'parse error at line 1, col 20: syntax error: unexpected IDENTIFIER, expecting STRING'],
    ['{app="x"} | keep "a"', 'parse error at line 1, col 18: syntax error: unexpected STRING, expecting IDENTIFIER'],
    ['{app="x"} | keep a, by', 'parse error at line 1, col 21: syntax error: unexpected by, expecting IDENTIFIER'],
    ['{app="x"} | decolorize x', 'parse error at line 1, col 24: syntax error: unexpected IDENTIFIER'],
    ['{app="x"} | distinct a', 'parse error at line 1, col 22: syntax error: unexpected IDENTIFIER'],
    ['{app="x"} | limit 5', 'parse error at line 1, col 19: syntax error: unexpected NUMBER'],
  ],
  checkFails: [
    [
      '{app="x"} | label_format x="{{ .pod"',
      `parse error : stage '| label_format x="{{ .pod"' : invalid template for label 'x': template: label:1: unclosed action`,
    ],
    [
      '{app="x"} | label_format x="{{ nofunc .pod }}"',
      `parse error : stage '| label_format x="{{ nofunc .pod }}"' : invalid template for label 'x': template: label:1: function "nofunc" not defined`,
    ],
    [
      '{app="x"} | label_format x="{{ end }}"',
      `parse error : stage '| label_format x="{{ end }}"' : invalid template for label 'x': template: label:1: unexpected {{end}}`,
    ],
    [
      '{app="x"} | label_format x="{{ .pod }"',
      `parse error : stage '| label_format x="{{ .pod }"' : invalid template for label 'x': template: label:1: unexpected "}" in operand`,
    ],
    [
      '{app="x"} | line_format "{{ .pod"',
      `parse error : stage '| line_format "{{ .pod"' : invalid line template: template: line:1: unclosed action`,
    ],
    [
      '{app="x"} | line_format "{{ nofunc .pod }}"',
      `parse error : stage '| line_format "{{ nofunc .pod }}"' : invalid line template: template: line:1: function "nofunc" not defined`,
    ],
    [
      '{app="x"} | drop a>5',
      'parse error : unexpected type for left leg of binary operation (>): *syntax.PipelineExpr',
    ],
    [
      '{app="x"} | label_format x="a", x="b"',
      'parse error : stage \'| label_format x="a",x="b"\' : multiple label name \'x\' not allowed in a single format operation',
    ],
    [
      '{app="x"} | label_format __error__="a"',
      'parse error : stage \'| label_format __error__="a"\' : __error__ cannot be formatted',
    ],
    [
      '{app="x"} | label_format a=b, a=c',
      "parse error : stage '| label_format a=b,a=c' : multiple label name 'a' not allowed in a single format operation",
    ],
    ['{app="x"} | drop a=~"("', 'parse error : error parsing regexp: missing closing ): `(`'],
    ['{app="x"} | keep b!~"[z-a]"', 'parse error : error parsing regexp: invalid character class range: `z-a`'],
  ],
};
