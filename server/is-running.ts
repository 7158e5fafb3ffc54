import fs from 'node:fs';

/**
 * Whether the process id that a file keeps is still that program, and not a zombie. Ids are given away again, in a new container
 * within seconds, and a thread's id answers signals like a process's: so the command line is looked at, which holds `program`.
 * Outside Linux: whether the id is taken.
 */
export function isRunning(pid: number, program: string): boolean {
  // A signal to 0 would reach our own group.
  if (pid <= 0) return false;
  if (process.platform !== 'linux') {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }
  try {
    const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
    return (
      new RegExp(`^Tgid:\\s+${pid}$`, 'm').test(status) &&
      !/^State:\s+Z/m.test(status) &&
      fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(program)
    );
  } catch {
    return false;
  }
}

/** The process whose id a file keeps; null where there is no such file, or that program no longer runs under the id. */
export function processIn(file: string, program: string): number | null {
  const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  return isRunning(pid, program) ? pid : null;
}
