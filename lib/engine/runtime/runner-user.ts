import 'server-only';
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** User ids that no distribution and no systemd gives to anybody, below the 65,536 that containers have. */
export const FIRST_USER = 60_578;
const LAST_USER = 61_183;
const STALE_MS = 10 * 60_000;
/** Processes that a dying runner may start while it is being ended. */
const MAX_ROUNDS = 20;

export interface RunnerUser {
  id: number;
  /** The process is seen by its user now, so the claim is needed no longer. */
  settle(): void;
  /** Ends what the runner left running, and gives the id back. */
  release(): void;
}

const taken = new Set<number>();

/** Processes of a user on this machine that still run. */
function processesOf(user: number): number[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => fs.statSync(`/proc/${name}`, { throwIfNoEntry: false })?.uid === user)
    .map(Number)
    .filter(isRunning);
}

/** False for what ended, also where nobody has asked for its exit code yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);

function make(folder: string) {
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** True where the claim is ours, or where claims cannot be kept at all: a folder without a writer has one process only. */
function claim(file: string): boolean {
  try {
    make(path.dirname(file));
    fs.closeSync(fs.openSync(file, 'wx', 0o600));
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') return true;
    const found = fs.statSync(file, { throwIfNoEntry: false });
    if (found && Date.now() - found.mtimeMs > STALE_MS) unclaim(file);
    return false;
  }
}

function unclaim(file: string) {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // Where nothing can be removed nothing was written.
  }
}

/**
 * A user that is no other runner's on this machine: two of the same user could read and write each other's memory.
 * `claims` is a folder that all processes of an installation share; it bridges the time until a new process is seen.
 */
export function takeRunnerUser(claims: string): RunnerUser {
  for (let tries = 0; tries < 10 * (LAST_USER - FIRST_USER); tries++) {
    const id = randomInt(FIRST_USER, LAST_USER + 1);
    const file = path.join(claims, String(id));
    if (taken.has(id) || !claim(file)) continue;
    if (processesOf(id).length > 0) {
      unclaim(file);
      continue;
    }
    taken.add(id);
    return {
      id,
      settle: () => unclaim(file),
      release() {
        endAll(id);
        taken.delete(id);
        unclaim(file);
      },
    };
  }
  throw new Error('every user id for runners is taken');
}

/** Also what was started while the others were being ended. */
function endAll(user: number) {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const left = processesOf(user);
    if (left.length === 0) return;
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended meanwhile.
      }
    }
  }
}
