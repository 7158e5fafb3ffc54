import 'server-only';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { emptyFolder } from './root-folder';
import { FIRST_USER } from './runner-user';
import { runnerCommand, wrapCommand } from './sandbox-command';
import { seccompFilter } from './seccomp-filter';

/**
 * How runners are kept from the secrets of this machine:
 * `uid`: a user of its own for each (needs root); `namespaces`: own user, process, mount and network namespaces; `landlock`: the
 * kernel's list of files that a process may open; `limits`: only resource limits, because the host allows nothing more.
 */
export type SandboxMode = 'uid' | 'namespaces' | 'landlock' | 'limits';

export interface Sandbox {
  mode: SandboxMode;
  /** Own process, mount and network namespaces, with a root folder that holds what a runner needs and nothing else. */
  closedRoot: boolean;
  /** No way to any network, this machine's own included. */
  networkClosed: boolean;
  /** Dies when its parent dies, also by kill -9. */
  diesWithParent: boolean;
  /** Processes and threads of a runner are bounded. */
  boundsProcesses: boolean;
  /** A file with the system calls that a runner may make, where `setpriv` can load one. */
  seccomp: string | null;
  /** What a runner must be able to read beside the system's own folders. */
  readable: string[];
  /** The sentence for start-up and `doctor`. */
  sentence: string;
}

const TRIAL_MS = 15_000;

const works = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 5000 }).status === 0;

/** A runner that is asked for nothing ends at once and well: what it runs in has let it load everything. */
function runs(sandbox: Sandbox, program: string, hidden: string): boolean {
  const command = wrapCommand(sandbox, runnerCommand(program), {
    hidden,
    dataBytes: 1024 ** 3,
    model: program,
    user: FIRST_USER,
  });
  const nothing = fs.openSync('/dev/null', 'r');
  try {
    const { status } = spawnSync(command.file, command.args, {
      stdio: ['ignore', 'ignore', 'ignore', nothing, nothing, nothing],
      env: {} as NodeJS.ProcessEnv,
      cwd: emptyFolder(),
      timeout: TRIAL_MS,
      killSignal: 'SIGKILL',
    });
    return status === 0;
  } finally {
    fs.closeSync(nothing);
  }
}

/** Where it can be loaded, the filter in a file that every runner reads. */
function seccompFile(): string | null {
  const filter = seccompFilter(process.arch);
  if (!filter) return null;
  const hash = createHash('sha256').update(filter).digest('hex').slice(0, 16);
  const file = path.join(emptyFolder(), `${hash}.bpf`);
  try {
    const part = `${file}.${process.pid}`;
    fs.writeFileSync(part, filter, { mode: 0o644 });
    fs.renameSync(part, file);
  } catch {
    return null;
  }
  return works('setpriv', ['--no-new-privs', '--seccomp-filter', file, 'true']) ? file : null;
}

const SENTENCES = {
  root: (who: string) =>
    `Runners have ${who}processes, a network and a root folder of their own, with nothing in them but what they need.`,
  filter: ' They may make few system calls.',
  landlock: 'Runners may open only the files they need',
  open: 'the network could not be closed to them',
};

/** Every sandbox that this host allows, the strongest first, found out by running `program` in it. */
export function* allowedSandboxes(program: string, readable: string[], hidden: string): Generator<Sandbox> {
  if (process.platform !== 'linux' || !works('setpriv', ['--pdeathsig', 'KILL', 'true'])) return;
  const isRoot = process.getuid?.() === 0;
  const seccomp = seccompFile();
  const ending = seccomp ? SENTENCES.filter : '';
  const base = { diesWithParent: true, seccomp, readable: [program, ...readable] };
  const closed = { ...base, closedRoot: true, networkClosed: true };
  const candidates: Sandbox[] = [];
  if (isRoot) {
    const uid = { ...base, mode: 'uid' as const, boundsProcesses: true };
    const sentence = `Runners have a user of their own each`;
    candidates.push(
      { ...closed, mode: 'uid', boundsProcesses: true, sentence: `${SENTENCES.root('a user each, ')}${ending}` },
      { ...uid, closedRoot: false, networkClosed: true, sentence: `${sentence} and no network.${ending}` },
      {
        ...uid,
        closedRoot: false,
        networkClosed: false,
        sentence: seccomp ? `${sentence}.${ending}` : `${sentence}; ${SENTENCES.open}.`,
      },
    );
  }
  candidates.push(
    // Kernels before 5.14 count all processes of this user, and no bound would leave room for one more.
    ...(isRoot ? [false] : [true, false]).map((boundsProcesses) => ({
      ...closed,
      mode: 'namespaces' as const,
      boundsProcesses,
      sentence: `${SENTENCES.root('')}${ending}`,
    })),
    {
      ...base,
      mode: 'landlock',
      closedRoot: false,
      networkClosed: seccomp !== null,
      boundsProcesses: false,
      sentence: seccomp
        ? `${SENTENCES.landlock} and make few system calls.`
        : `${SENTENCES.landlock}; ${SENTENCES.open}, and they could signal processes of this user.`,
    },
  );
  if (!base.readable.every((at) => fs.existsSync(at))) return;
  for (const candidate of candidates) if (runs(candidate, program, hidden)) yield candidate;
}

/** The strongest sandbox that this host allows. `readable` are folders that a runner needs beside its program. */
export function detectSandbox(
  program: string,
  readable: string[],
  hidden: string,
  wanted: 'auto' | 'off' = 'auto',
): Sandbox {
  const none = (why: string): Sandbox => ({
    mode: 'limits',
    closedRoot: false,
    networkClosed: false,
    diesWithParent: process.platform === 'linux' && works('setpriv', ['--pdeathsig', 'KILL', 'true']),
    boundsProcesses: false,
    seccomp: null,
    readable: [],
    sentence: `Runners have resource limits only (${why}): a hostile model could read what this user can read. Run as root, or on a Linux that allows user namespaces.`,
  });
  if (wanted === 'off') return none('RUNNER_SANDBOX=off');
  if (process.platform !== 'linux') return none(`no sandbox on ${process.platform} yet`);
  for (const sandbox of allowedSandboxes(program, readable, hidden)) return sandbox;
  return none('this host allows neither another user, nor namespaces, nor Landlock');
}
