import { err, ok, type Result } from '@bongsu/model';
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** A line filter's pattern: RE2, not anchored, a dot does not match a line feed. The error is RE2's text. */
export function compileLineRegex(pattern: string): Result<RE2JS, string> {
  try {
    return ok(RE2JS.compile(pattern));
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return err(error.message);
    throw error;
  }
}
