import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats `attempt` until it neither throws nor rejects, and gives its value; after the deadline its last error is thrown. */
export async function eventually<T>(attempt: () => Promise<T>, deadlineMillis = 10_000): Promise<T> {
  const deadline = Date.now() + deadlineMillis;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() >= deadline) throw error;
    }
    await sleep(100);
  }
}
