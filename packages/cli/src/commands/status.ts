/** Prints readiness and counters of a running server. @returns 0 when it is ready. */
export async function status(url: string): Promise<number> {
  let body: string;
  try {
    const ready = await fetch(new URL('/readyz', url));
    const reason = (await ready.text()).trim();
    if (!ready.ok) {
      process.stdout.write(`${url} is not ready: ${reason}\n`);
      return 1;
    }
    body = await (await fetch(new URL('/api/bongsu/status', url))).text();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    process.stderr.write(`no answer from ${url}: ${cause}. Is the server running? Start it with: npm start\n`);
    return 1;
  }
  process.stdout.write(`${JSON.stringify(JSON.parse(body), null, 2)}\n`);
  return 0;
}
