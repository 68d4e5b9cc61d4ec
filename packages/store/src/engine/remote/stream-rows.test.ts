import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { rowParts, type StreamPart } from './stream-rows.js';

async function parts(text: string, cuts: readonly number[]): Promise<{ rows: string; exceptions: string[] }> {
  const bytes = Buffer.from(text);
  const at = [0, ...[...cuts].map((c) => c % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  async function* body(): AsyncIterable<Uint8Array> {
    for (let i = 1; i < at.length; i++) yield bytes.subarray(at[i - 1], at[i]);
  }
  const all: StreamPart[] = [];
  for await (const part of rowParts(body())) all.push(part);
  const rows = all.flatMap((p) => (p.kind === 'rows' ? [Buffer.from(p.bytes).toString('utf8')] : []));
  for (const chunk of rows) expect(chunk.endsWith('\n')).toBe(true);
  return { rows: rows.join(''), exceptions: all.flatMap((p) => (p.kind === 'exception' ? [p.message] : [])) };
}

const ROWS = '["한글\\n",1]\n["b",2]\n';
const MESSAGE = 'Code: 395. DB::Exception: boom\nsecond line';

describe('rowParts', () => {
  it('cuts at row ends, wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 8 }), async (cuts) => {
        expect(await parts(ROWS, cuts)).toEqual({ rows: ROWS, exceptions: [] });
      }),
    );
  });

  it.each(['\r\n', '\n'])('tells an exception from rows, wherever the chunks end', async (lineEnd) => {
    const text = `${ROWS}\r\n__exception__\r\nTAGTAGTAG${lineEnd}${MESSAGE}\n44 TAGTAGTAG\r\n__exception__\r\n`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 8 }), async (cuts) => {
        expect(await parts(text, cuts)).toEqual({ rows: ROWS, exceptions: [MESSAGE] });
      }),
    );
  });
});
