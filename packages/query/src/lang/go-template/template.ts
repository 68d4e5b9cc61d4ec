import { err, ok, type Result } from '@bongsu/model';
import { BUILTINS } from './builtins.js';
import { executeTemplate, type TemplateLimits } from './execute.js';
import { fieldNames } from './node.js';
import { parseTemplateText, type ParsedTemplate } from './parse.js';
import type { GoFunctions, GoValue } from './value.js';

/** A Go text/template, parsed, with the functions it may call; option `missingkey=zero`. */
export class GoTemplate {
  private constructor(
    readonly parsed: ParsedTemplate,
    readonly functions: GoFunctions,
  ) {}

  /** `name` is what errors call the template. The error is Go's: `template: line:1: unclosed action`. */
  static parse(name: string, source: string, functions: GoFunctions): Result<GoTemplate, string> {
    const knows = (fn: string): boolean => functions.has(fn) || BUILTINS.has(fn) || fn === 'and' || fn === 'or';
    const parsed = parseTemplateText(name, source, knows);
    return parsed.ok ? ok(new GoTemplate(parsed.value, functions)) : err(parsed.error);
  }

  /** The output for `data`, the dot. The error is Go's, with the place in the template. */
  execute(data: GoValue, limits: TemplateLimits): Result<string, string> {
    return executeTemplate(this.parsed, this.functions, data, limits);
  }

  /** Names of the fields that the template itself reads, `.a.b` giving two; each once. */
  get fieldNames(): string[] {
    return [...new Set(fieldNames(this.parsed.templates.get(this.parsed.name)!))];
  }

  /** The name, where the template is `{{.name}}` and nothing else. */
  get onlyField(): string | undefined {
    const [node, ...more] = this.parsed.templates.get(this.parsed.name)!;
    if (node?.kind !== 'action' || more.length > 0 || node.pipe.declarations.length > 0) return undefined;
    const [command, ...commands] = node.pipe.commands;
    const [arg, ...args] = command!.args;
    if (commands.length > 0 || args.length > 0 || arg?.kind !== 'field' || arg.names.length > 1) return undefined;
    return arg.names[0];
  }
}
