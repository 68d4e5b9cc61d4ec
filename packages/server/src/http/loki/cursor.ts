import { nanos, ok, err, type Nanos, type Result } from '@bongsu/model';
import { failure, type Failure } from '../../errors/failure.js';

/** A line's place in an answer: its time and its arrival order among lines of that time. */
export interface LinePosition {
  readonly ts: Nanos;
  readonly seq: bigint;
}

/** Our extension to go on beyond a limit: `<ns>_<sequence number>`. */
export const formatCursor = ({ ts, seq }: LinePosition): string => `${ts}_${seq}`;

/** The `cursor` parameter; `undefined` for none or an empty one. */
export function lokiCursor(params: URLSearchParams): Result<LinePosition | undefined, Failure> {
  const text = params.get('cursor') ?? '';
  if (text === '') return ok(undefined);
  const found = /^(-?\d{1,19})_(\d{1,20})$/.exec(text);
  if (found === null) {
    const message = `could not parse 'cursor' parameter: ${JSON.stringify(text)} is not the 'next' of an answer`;
    return err(failure('bad_parameter', message));
  }
  return ok({ ts: nanos(BigInt(found[1]!)), seq: BigInt(found[2]!) });
}
