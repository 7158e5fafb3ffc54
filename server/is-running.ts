import fs from 'node:fs';

/**
 * Whether the process id that a file keeps is still that program, and not a zombie. Ids are given away again, in a new container
 * within seconds, and a thread's id answers signals like a process's: so the command line is looked at, which holds `program`.
 * Outside Linux: whether the id is taken.
 */
export function isRunning(pid: number, program: string): boolean {
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
