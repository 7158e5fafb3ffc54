import fs from 'node:fs';

/** Ticks per second of /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** CPU seconds that processes and all their descendants have used; null where there is no /proc. */
export function processCpuS(pids) {
  if (process.platform !== 'linux') return null;
  const parents = new Map();
  const ticks = new Map();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(name), Number(fields[1]));
      // Own time and that of children which have ended.
      ticks.set(
        Number(name),
        fields.slice(11, 15).reduce((sum, value) => sum + Number(value), 0),
      );
    } catch {
      // It ended meanwhile.
    }
  }
  const belongs = (pid) => {
    for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (pids.includes(at)) return true;
    return false;
  };
  let sum = 0;
  for (const [pid, used] of ticks) if (belongs(pid)) sum += used;
  return sum / TICKS;
}
