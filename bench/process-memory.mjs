import fs from 'node:fs';

const MEGABYTE_IN_KB = 1024;

const readMb = (pid, field) =>
  Number(new RegExp(`${field}:\\s+(\\d+)`).exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) /
  MEGABYTE_IN_KB;

/** Resident memory of a process in MB, now and at its highest since it began. Linux only. */
export const residentMb = (pid) => readMb(pid, 'VmRSS');
export const highestMb = (pid) => readMb(pid, 'VmHWM');

/** Resident memory of processes with all their descendants; pages that several of them share count for each. */
export function residentTreeMb(pids) {
  const parents = new Map();
  const resident = new Map();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      parents.set(Number(name), readMb(name, 'PPid') * MEGABYTE_IN_KB);
      resident.set(Number(name), residentMb(name));
    } catch {
      // It ended meanwhile.
    }
  }
  const belongs = (pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (pids.includes(at)) return true;
    return false;
  };
  let sum = 0;
  for (const [pid, mb] of resident) if (belongs(pid)) sum += mb;
  return sum;
}
