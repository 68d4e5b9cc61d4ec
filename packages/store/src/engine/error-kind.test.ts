import { describe, expect, it } from 'vitest';
import { engineErrorOf, exceptionCode, isTransient } from './error-kind.js';

describe('engineErrorOf', () => {
  it.each([
    [159, 'Timeout exceeded: elapsed 504 ms', 'timeout'],
    [241, 'Query memory limit exceeded', 'memory'],
    [394, 'Query was cancelled', 'cancelled'],
    [243, 'Cannot reserve 1.00 MiB, not enough space', 'disk'],
    [75, 'Cannot write to file, errno: 28, strerror: No space left on device', 'disk'],
    [75, 'Cannot write to file, errno: 5, strerror: Input/output error', 'statement'],
    [1001, 'std::__1::__fs::filesystem::filesystem_error: in create_directories: No space left on device', 'disk'],
    [252, 'Too many parts', 'unavailable'],
    [62, 'Syntax error', 'statement'],
    // A user's text that mentions a disk is not a disk error.
    [62, 'Syntax error: No space left on device', 'statement'],
  ] as const)('%i %s is %s', (code, message, kind) => {
    expect(engineErrorOf(code, message).kind).toBe(kind);
  });

  it('reads the code of an exception text', () => {
    expect(exceptionCode('Code: 62. DB::Exception: Syntax error')).toBe(62);
    expect(exceptionCode('boom Code: 62.')).toBeUndefined();
  });

  it('retries what may pass, not what is wrong', () => {
    expect(isTransient(engineErrorOf(241, ''))).toBe(true);
    expect(isTransient(engineErrorOf(62, ''))).toBe(false);
    expect(isTransient(engineErrorOf(243, ''))).toBe(false);
  });
});
