import { readFileSync } from 'node:fs';

export interface ProcessMemory {
  /** Resident pages: what the bars are stated in. */
  readonly rssMb: number;
  /** The part of it that is not backed by a file and cannot be dropped under pressure. */
  readonly anonymousMb: number;
}

/** Memory of a process in MB of 10^6 bytes, from Linux' /proc. */
export function processMemory(pid: number): ProcessMemory {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (key: string): number => {
    const match = status.split('\n').find((line) => line.startsWith(`${key}:`));
    return (Number(match?.split(/\s+/)[1] ?? NaN) * 1024) / 1e6;
  };
  return { rssMb: read('VmRSS'), anonymousMb: read('RssAnon') };
}

/** Samples a process every `everyMs` until stopped; returns the peak. */
export function watchMemory(pid: number, everyMs = 200): { stop(): { peak: ProcessMemory; medianRssMb: number } } {
  const samples: ProcessMemory[] = [];
  const timer = setInterval(() => samples.push(processMemory(pid)), everyMs);
  return {
    stop() {
      clearInterval(timer);
      samples.push(processMemory(pid));
      const byRss = [...samples].sort((a, b) => a.rssMb - b.rssMb);
      return { peak: byRss.at(-1)!, medianRssMb: byRss[Math.floor(byRss.length / 2)]!.rssMb };
    },
  };
}
