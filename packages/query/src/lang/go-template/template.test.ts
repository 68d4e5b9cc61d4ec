import { describe, expect, it } from 'vitest';
import { fixed } from './functions/define.js';
import type { TemplateLimits } from './execute.js';
import { GoTime } from './go-time.js';
import { GoTemplate } from './template.js';
import { CallFailure, GoFuncValue, GoMap, GoSlice, GoStruct, mapOf, type GoFunction, type GoValue } from './value.js';

const FUNCTIONS = new Map<string, GoFunction>([
  [
    'fail',
    fixed([], () => {
      throw new CallFailure('no luck');
    }),
  ],
  ['twice', fixed(['string'], (s) => s + s)],
  ['double', fixed(['float64'], (f) => f * 2)],
  ['next', fixed(['int'], (i) => i + 1n)],
  ['flip', fixed(['bool'], (b) => !b)],
  ['hour', { parameters: ['time.Time'], call: ([t]) => BigInt((t as GoTime).fields().hour) }],
]);

const labels = new Map([
  ['a', 'x'],
  ['b', '<y>'],
  ['n', '3'],
  ['empty', ''],
]);
/** As LogQL's labels are: a missing one is ''. */
const DATA = new GoMap('string', { get: (key) => labels.get(key), keys: () => labels.keys() });

/** As alerting's data is. */
const RICH = new GoStruct(
  'main.Data',
  new Map<string, GoValue>([
    ['Labels', DATA],
    ['Value', 1.5],
    ['Count', 2n],
    ['List', new GoSlice(['p', 'q', 'r'])],
    ['Empty', new GoSlice([])],
    [
      'Map',
      mapOf(
        new Map<string, GoValue>([
          ['z', 1n],
          ['y', 'two'],
        ]),
      ),
    ],
    ['Nothing', null],
    ['Yes', true],
    ['At', new GoTime(1_700_000_000_123_456_789n)],
    ['Join', new GoFuncValue(fixed(['string', 'string'], (a, b) => `${a}-${b}`))],
  ]),
  new Map([['Twice', fixed(['string'], (s) => s + s)]]),
);

const LIMITS: TemplateLimits = {
  steps: { key: 'steps.key', value: 1000, unit: 'steps' },
  depth: { key: 'depth.key', value: 20, unit: 'templates' },
};

function render(source: string, data: GoValue = RICH): string {
  const parsed = GoTemplate.parse('t', source, FUNCTIONS);
  if (!parsed.ok) return `PARSE ${parsed.error}`;
  const result = parsed.value.execute(data, LIMITS);
  return result.ok ? result.value : `EXEC ${result.error}`;
}

describe('template', () => {
  it.each<[source: string, output: string]>([
    ['', ''],
    ['plain {text}', 'plain {text}'],
    ['{{.a}}', 'x'],
    ['{{ .a }}-{{ .missing }}-', 'x--'],
    ['{{- "x" -}}  y', 'xy'],
    ['a  {{- "x" -}}  b', 'axb'],
    ['a {{/* comment */}} b', 'a  b'],
    ['a {{- /* comment */ -}} b', 'ab'],
    ['{{"quo\\"ted"}}{{`raw\\n`}}', 'quo"tedraw\\n'],
    ["{{1}} {{-2}} {{1.5}} {{1e3}} {{0x1F}} {{1_000}} {{0o17}} {{0b11}} {{'a'}}", '1 -2 1.5 1000 31 1000 15 3 97'],
    ['{{1000000.0}} {{123456.0}} {{0.0000001}}', '1e+06 123456 1e-07'],
    ['{{true}} {{false}}', 'true false'],
    ['{{.a | twice}}', 'xx'],
    ['{{.a | twice | printf "%s!%s" "y"}}', 'y!xx'],
    ['{{twice (twice .a)}}', 'xxxx'],
    ['{{$}}', 'map[a:x b:<y> empty: n:3]'],
    ['{{$x := .a}}{{$x}}{{$x = "z"}}{{$x}}', 'xz'],
    ['{{if .a}}yes{{else}}no{{end}}', 'yes'],
    ['{{if .empty}}yes{{else}}no{{end}}', 'no'],
    ['{{if .empty}}1{{else if .a}}2{{else}}3{{end}}', '2'],
    ['{{if .empty}}1{{else if .missing}}2{{else}}3{{end}}', '3'],
    ['{{$x := 1}}{{if true}}{{$x = 2}}{{$y := 3}}{{end}}{{$x}}', '2'],
    ['{{with .a}}{{.}}{{$.n}}{{end}}', 'x3'],
    ['{{with .empty}}a{{else}}b{{end}}', 'b'],
    ['{{with .empty}}a{{else with .n}}{{.}}{{end}}', '3'],
    ['{{with $v := .a}}{{$v}}{{end}}', 'x'],
    ['{{range $k, $v := .}}{{$k}}={{$v}},{{end}}', 'a=x,b=<y>,empty=,n=3,'],
    ['{{range 3}}{{.}}{{end}}', '012'],
    ['{{range $i := 3}}{{if eq $i 1}}{{continue}}{{end}}{{$i}}{{end}}', '02'],
    ['{{range 5}}{{if eq . 2}}{{break}}{{end}}{{.}}{{end}}', '01'],
    ['{{range 0}}a{{else}}none{{end}}', 'none'],
    ['{{define "x"}}[{{.}}]{{end}}{{template "x" .a}}{{template "x"}}', '[x][<no value>]'],
    ['{{block "x" .a}}<{{.}}>{{end}}', '<x>'],
    ['{{and .a .empty .n}}|{{and .a .n}}|{{or .empty .n .a}}|{{or .empty ""}}', '|3|3|'],
    ['{{and false (fail)}}{{or 1 (fail)}}', 'false1'],
    ['{{.n | and true}}', '3'],
    ['{{not .a}} {{not .empty}} {{not 0}} {{not nil}}', 'false true true true'],
    ['{{len .a}} {{len "é"}} {{len .}}', '1 2 4'],
    ['{{index . "a"}}{{index . "missing"}}', 'x'],
    ['{{index "abc" 1}}', '98'],
    ['{{slice "abcdef" 1 3}} {{slice "abc" 1}} {{slice "abc"}}', 'bc bc abc'],
    ['{{print 1 2 "a" "b" 3}}|{{println 1 "a"}}|', '1 2ab3|1 a\n|'],
    ['{{html .b}} {{"<a href=\'x\'>&" | html}}', '&lt;y&gt; &lt;a href=&#39;x&#39;&gt;&amp;'],
    ['{{js "it\'s <b>\\n"}}', "it\\'s \\u003Cb\\u003E\\u000A"],
    ['{{urlquery "a b&c=d/é"}}', 'a+b%26c%3Dd%2F%C3%A9'],
    [
      '{{eq .a "x"}} {{eq .a "y" "x"}} {{ne .a "x"}} {{eq 1 1}} {{eq 1.5 1.5}} {{eq true true}}',
      'true true false true true true',
    ],
    ['{{lt 1 2}} {{le 2 2}} {{gt "b" "a"}} {{ge 1.5 2.5}} {{lt "Z" "a"}}', 'true true true false true'],
    ['{{double 2}} {{double 1.25}} {{next 41}} {{flip false}}', '4 2.5 42 true'],
    ['{{next 1.0}}', '2'],
    ['{{if and (eq .a "x") (ne .n "4")}}ok{{end}}', 'ok'],
    ['line one\n{{.a}}\nline three', 'line one\nx\nline three'],
    ['{{ if eq .a\n"x" }}ok{{ end }}', 'ok'],
  ])('%j gives %j', (source, output) => {
    expect(render(source, DATA)).toBe(output);
  });

  it.each<[source: string, output: string]>([
    ['{{.Labels.a}} {{.Value}} {{.Count}}', 'x 1.5 2'],
    ['{{range .List}}{{.}},{{end}}', 'p,q,r,'],
    ['{{range $i, $v := .List}}{{$i}}{{$v}}{{end}}', '0p1q2r'],
    ['{{range .Empty}}x{{else}}none{{end}}{{range .Nothing}}x{{else}}none{{end}}', 'nonenone'],
    ['{{range $k, $v := .Map}}{{$k}}:{{$v}} {{end}}', 'y:two z:1 '],
    ['{{.Map.missing}} {{.Nothing}} {{index .Map "missing"}}', '<no value> <no value> <no value>'],
    ['{{.List}} {{.Map}} {{len .List}} {{index .List 1}} {{slice .List 1 2}}', '[p q r] map[y:two z:1] 3 q [q]'],
    ['{{.Twice "a"}} {{"b" | .Twice}} {{call .Join "a" "b"}}', 'aa bb a-b'],
    ['{{.At}}', '2023-11-14 22:13:20.123456789 +0000 UTC'],
    [
      '{{.At.Unix}} {{.At.UnixMilli}} {{.At.Year}} {{.At.Month}} {{.At.Weekday}} {{.At.Format "15:04"}}',
      '1700000000 1700000000123 2023 November Tuesday 22:13',
    ],
    ['{{(.At.UTC).Unix}} {{hour .At}}', '1700000000 22'],
    [
      '{{printf "%d %s %v %02d %q %x" .At.Month .At.Month .At.Weekday .At.Month .At.Month .At.Weekday}}',
      '11 November Tuesday 11 "November" 54756573646179',
    ],
    [
      '{{eq .At.Month 11}} {{lt .At.Weekday 3}} {{.At.Month.String | len}} {{printf "%T" .At.Month}}',
      'true true 8 time.Month',
    ],
    ['{{(.At.Add 3600000000000).Format "15:04"}} {{(.At.Add -1).Nanosecond}}', '23:13 123456788'],
    ['{{(.At.AddDate 0 3 17).Format "2006-01-02 15:04"}} {{(.At.AddDate -1 0 0).Year}}', '2024-03-02 22:13 2022'],
    ['{{.At.Sub (.At.Add 90500000000)}} {{(.At.Sub (.At.AddDate 0 0 -1)).Hours}}', '-1m30.5s 24'],
    [
      '{{(.At.Truncate 3600000000000).Format "15:04:05"}} {{(.At.Round 3600000000000).Format "15:04:05"}}',
      '22:00:00 22:00:00',
    ],
    ['{{(.At.Round 1000000).Nanosecond}} {{(.At.Truncate 0).Nanosecond}} {{.At.Compare .At}}', '123000000 123456789 0'],
    [
      '{{$d := (.At.Add 5400500000000).Sub .At}}{{$d}} {{$d.Minutes}} {{$d.Seconds}} {{$d.Milliseconds}} {{$d.Round 1000000000}} {{$d.Truncate 60000000000}} {{printf "%d" $d}}',
      '1h30m0.5s 90.00833333333334 5400.5 5400500 1h30m1s 1h30m0s 5400500000000',
    ],
    ['{{eq .Nothing nil}} {{eq .Yes true}} {{if .Nothing}}a{{else}}b{{end}}', 'true true b'],
    ['{{with .Labels}}{{.a}}{{end}}{{$.Value}}', 'x1.5'],
    [
      '{{printf "%T %T %T %T %T %T" 1 1.5 "s" true .Labels .At}}',
      'int float64 string bool map[string]string time.Time',
    ],
  ])('%j gives %j of a struct', (source, output) => {
    expect(render(source)).toBe(output);
  });

  it.each<[source: string, error: string]>([
    ['{{foo .a}}', 't:1: function "foo" not defined'],
    ['\n\n{{foo}}', 't:3: function "foo" not defined'],
    ['{{.a', 't:1: unclosed action'],
    ['{{.a\n', 't:2: unclosed action started at t:1'],
    ['{{}}', 't:1: missing value for command'],
    ['{{if}}x{{end}}', 't:1: missing value for if'],
    ['{{if .a}}x', 't:1: unexpected EOF'],
    ['{{end}}', 't:1: unexpected {{end}}'],
    ['{{else}}', 't:1: unexpected {{else}}'],
    ['{{if .a}}{{else}}{{else}}{{end}}', 't:1: expected end; found {{else}}'],
    ['{{.a}', "t:1: bad character U+007D '}'"],
    ['{{ .a } }}', 't:1: unexpected "}" in operand'],
    ['{{$x}}', 't:1: undefined variable "$x"'],
    ['{{if true}}{{$y := 1}}{{end}}{{$y}}', 't:1: undefined variable "$y"'],
    ['{{"abc}}', 't:1: unterminated quoted string'],
    ['{{`abc}}', 't:1: unterminated raw quoted string'],
    ["{{'a}}", 't:1: unterminated character constant'],
    ['{{(.a}}', 't:1: unclosed left paren'],
    ['{{.a)}}', 't:1: unexpected right paren'],
    ['{{1a}}', 't:1: bad number syntax: "1a"'],
    ['{{.a | 1}}', 't:1: non executable command in pipeline stage 2'],
    ['{{break}}', 't:1: {{break}} outside {{range}}'],
    ['{{template}}', 't:1: unexpected "}}" in template clause'],
    ['{{template foo}}', 't:1: unexpected "foo" in template clause'],
    ['{{define "a"}}', 't:1: unexpected EOF'],
    ['{{/* x', 't:1: unclosed comment'],
    ['{{/* x */ y}}', 't:1: comment ends before closing delimiter'],
    ['{{$x, $y := .a}}', 't:1: too many declarations in command'],
    ['{{range $x, 1 := .a}}{{end}}', 't:1: range can only initialize variables'],
    ['{{1.a}}', 't:1: bad number syntax: "1.a"'],
    ['{{"a".b}}', 't:1: unexpected . after term "\\"a\\""'],
    ['{{#a}}', 't:1: unexpected "#" in command'],
    ['{{é\u00a7}}', "t:1: bad character U+00A7 '§'"],
    ['{{.a : 1}}', 't:1: expected :='],
    ['{{if .a}}{{end}}{{range}}{{end}}', 't:1: missing value for range'],
  ])('%j is refused: %s', (source, error) => {
    expect(render(source)).toBe(`PARSE template: ${error}`);
  });

  it.each<[source: string, error: string]>([
    ['{{.Nope}}', `t:1:2: executing "t" at <.Nope>: can't evaluate field Nope in type main.Data`],
    ['{{.Value 1}}', 't:1:2: executing "t" at <.Value>: Value has arguments but cannot be invoked as function'],
    ['{{.Map.x.y}}', 't:1:6: executing "t" at <.Map.x.y>: nil pointer evaluating interface {}.y'],
    ['{{.Join}}', `t:1:2: executing "t" at <.Join>: can't print .Join of type func`],
  ])('%j fails of a struct: %s', (source, error) => {
    expect(render(source)).toBe(`EXEC template: ${error}`);
  });

  it.each<[source: string, error: string]>([
    ['{{.a.b}}', 't:1:4: executing "t" at <.a.b>: can\'t evaluate field b in type string'],
    ['ab\nc{{fail}}', 't:2:3: executing "t" at <fail>: error calling fail: no luck'],
    ['{{twice}}', 't:1:2: executing "t" at <twice>: wrong number of args for twice: want 1 got 0'],
    ['{{twice .a .b}}', 't:1:2: executing "t" at <twice>: wrong number of args for twice: want 1 got 2'],
    ['{{printf}}', 't:1:2: executing "t" at <printf>: wrong number of args for printf: want at least 1 got 0'],
    ['{{twice 1}}', 't:1:8: executing "t" at <1>: expected string; found 1'],
    ['{{double "a"}}', 't:1:9: executing "t" at <"a">: expected float; found "a"'],
    ['{{next 1.5}}', 't:1:7: executing "t" at <1.5>: expected integer; found 1.5'],
    ['{{flip 1}}', 't:1:7: executing "t" at <1>: expected bool; found 1'],
    ['{{hour "x"}}', 't:1:7: executing "t" at <"x">: can\'t handle "x" for arg of type time.Time'],
    ['{{double .a}}', 't:1:9: executing "t" at <.a>: wrong type for value; expected float64; got string'],
    ['{{twice nil}}', 't:1:8: executing "t" at <nil>: cannot assign nil to string'],
    ['{{1 | twice}}', 't:1:6: executing "t" at <twice>: wrong type for value; expected string; got int'],
    ['{{.a 1}}', 't:1:2: executing "t" at <.a>: a is not a method but has arguments'],
    ['{{"a" 1}}', 't:1:2: executing "t" at <"a">: can\'t give argument to non-function "a"'],
    ['{{nil}}', 't:1:2: executing "t" at <nil>: nil is not a command'],
    ['{{eq 1 1.0}}', 't:1:2: executing "t" at <eq 1 1.0>: error calling eq: incompatible types for comparison'],
    ['{{lt true false}}', 't:1:2: executing "t" at <lt true false>: error calling lt: invalid type for comparison'],
    ['{{eq .a}}', 't:1:2: executing "t" at <eq .a>: error calling eq: missing argument for comparison'],
    [
      '{{eq . .}}',
      't:1:2: executing "t" at <eq . .>: error calling eq: non-comparable types map[a:x b:<y> empty: n:3]: map[string]string, map[string]string: map[a:x b:<y> empty: n:3]',
    ],
    ['{{len 1}}', 't:1:2: executing "t" at <len 1>: error calling len: len of type int'],
    ['{{index "abc" 3}}', 't:1:2: executing "t" at <index "abc" 3>: error calling index: index out of range: 3'],
    ['{{index 1 3}}', 't:1:2: executing "t" at <index 1 3>: error calling index: can\'t index item of type int'],
    [
      '{{slice "abc" 2 1}}',
      't:1:2: executing "t" at <slice "abc" 2 1>: error calling slice: invalid slice index: 2 > 1',
    ],
    ['{{range .a}}{{end}}', 't:1:8: executing "t" at <.a>: range can\'t iterate over x'],
    ['{{template "nope"}}', 't:1:11: executing "t" at <{{template "nope"}}>: template "nope" not defined'],
    ['{{define "x"}}{{fail}}{{end}}{{template "x"}}', 't:1:16: executing "x" at <fail>: error calling fail: no luck'],
    [
      '{{define "x"}}{{template "x"}}{{end}}{{template "x"}}',
      't:1:25: executing "x" at <{{template "x"}}>: exceeded maximum template depth (20; raise depth.key)',
    ],
    ['{{99999999999999999999}}', 't:1:2: executing "t" at <99999999999999999999>: 99999999999999999999 overflows int'],
    [
      '{{range 100000000}}{{end}}',
      't:1:8: executing "t" at <100000000>: the template takes more than 1000 steps (raise steps.key)',
    ],
    ['{{call .a}}', 't:1:2: executing "t" at <call .a>: error calling call: non-function of type string'],
  ])('%j fails: %s', (source, error) => {
    expect(render(source, DATA)).toBe(`EXEC template: ${error}`);
  });

  it('names the fields it reads', () => {
    const names = (source: string): string[] => {
      const parsed = GoTemplate.parse('t', source, FUNCTIONS);
      return parsed.ok ? parsed.value.fieldNames : [];
    };
    expect(names('{{.a}}{{if .b}}{{.c | twice}}{{else}}{{with .d.e}}{{twice (twice .f)}}{{end}}{{end}}')).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
      'f',
    ]);
    expect(names('x{{range $i := .a}}{{$i}}{{end}}{{.a}}')).toEqual(['a']);
  });
});
