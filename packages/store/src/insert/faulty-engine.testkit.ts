import { err, type Result } from '@bongsu/model';
import type { Engine, EngineError, Insert } from '../engine/engine.js';

/**
 * The real engine behind a switch for failures that cannot be had on demand. `before` fails without storing;
 * `after` stores and then says it failed, as when a connection breaks before the answer.
 */
export class FaultyEngine implements Engine {
  readonly inserts: Insert[] = [];
  fault:
    ((insert: Insert) => { readonly when: 'before' | 'after'; readonly error: EngineError } | undefined) | undefined;
  /** Inserts wait for this. */
  gate: Promise<void> | undefined;

  constructor(readonly real: Engine) {}

  async insert(insert: Insert): Promise<Result<void, EngineError>> {
    this.inserts.push(insert);
    await this.gate;
    const fault = this.fault?.(insert);
    if (fault?.when === 'before') return err(fault.error);
    const done = await this.real.insert(insert);
    return fault ? err(fault.error) : done;
  }

  query: Engine['query'] = (statement, format, options) => this.real.query(statement, format, options);
  stream: Engine['stream'] = (statement, format, options) => this.real.stream(statement, format, options);
  command: Engine['command'] = (sql) => this.real.command(sql);
  close: Engine['close'] = () => this.real.close();
}
