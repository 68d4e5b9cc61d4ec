import { type JsonRecord } from '../../../api/json.js';
import { type Frame } from '../data/frame.js';
import { type CompilePattern } from '../patterns/pattern.js';
import { type Scope } from '../variables/scope.js';

/** Frames in, frames out; options as Grafana writes them. */
export type Transformation = (
  frames: readonly Frame[],
  options: JsonRecord,
  scope: Scope,
  compile: CompilePattern,
) => readonly Frame[];
