import 'server-only';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * How runners are kept from the secrets of this machine:
 * `uid`: a user of their own (needs root) and no network; `namespaces`: own user, process, mount and network namespaces with an
 * empty data folder; `limits`: only resource limits, because the host allows nothing more.
 */
export type SandboxMode = 'uid' | 'namespaces' | 'limits';

export interface Sandbox {
  mode: SandboxMode;
  /** No way to any network, this machine's own included. */
  networkClosed: boolean;
  /** Dies when its parent dies, also by kill -9. */
  diesWithParent: boolean;
  /** The sentence for start-up and `doctor`. */
  sentence: string;
}

const RUNNER_UID = 64_501;

const works = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 5000 }).status === 0;

function othersMayRead(file: string): boolean {
  for (let at = path.resolve(file); ; at = path.dirname(at)) {
    if (!fs.existsSync(at)) return false;
    const { mode } = fs.statSync(at);
    if ((mode & (at === path.resolve(file) && !fs.statSync(at).isDirectory() ? 0o004 : 0o001)) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Finds out what this host allows, by trying it. `files` are those a runner must be able to read. */
export function detectSandbox(files: string[], wanted: 'auto' | 'off' = 'auto'): Sandbox {
  const diesWithParent = process.platform === 'linux' && works('setpriv', ['--pdeathsig', 'KILL', 'true']);
  const none = (why: string): Sandbox => ({
    mode: 'limits',
    networkClosed: false,
    diesWithParent,
    sentence: `Runners have resource limits only (${why}): a hostile model could read what this user can read. Run as root, or on a Linux that allows user namespaces.`,
  });
  if (wanted === 'off') return none('RUNNER_SANDBOX=off');
  if (process.platform !== 'linux') return none(`no sandbox on ${process.platform} yet`);
  if (
    process.getuid?.() === 0 &&
    diesWithParent &&
    files.every(othersMayRead) &&
    works('setpriv', [
      '--reuid',
      String(RUNNER_UID),
      '--regid',
      String(RUNNER_UID),
      '--clear-groups',
      '--no-new-privs',
      'true',
    ])
  ) {
    const networkClosed = works('unshare', ['-n', 'true']);
    return {
      mode: 'uid',
      networkClosed,
      diesWithParent,
      sentence: `Runners have a user of their own${networkClosed ? ' and no network' : '; the network could not be closed to them'}.`,
    };
  }
  const namespaces = [
    process.getuid?.() === 0 ? '' : '-r',
    '-n',
    '-m',
    '-p',
    '--fork',
    '--kill-child',
    '--mount-proc',
  ].filter(Boolean);
  if (works('unshare', [...namespaces, 'sh', '-c', 'mount -t tmpfs none /mnt'])) {
    return {
      mode: 'namespaces',
      networkClosed: true,
      diesWithParent: true,
      sentence: 'Runners have process, mount and network namespaces of their own; the data folder is empty for them.',
    };
  }
  return none('this host allows neither another user nor namespaces');
}

export interface Command {
  file: string;
  args: string[];
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Wraps the runner's command in limits and sandbox. `hidden` is the folder that must look empty; `dataBytes` bounds its memory. */
export function wrapCommand(
  sandbox: Sandbox,
  command: Command,
  options: { hidden: string; dataBytes: number },
): Command {
  if (process.platform === 'win32') return command;
  const limits = `ulimit -d ${Math.ceil(options.dataBytes / 1024)} 2>/dev/null; ulimit -c 0; ulimit -f 0; ulimit -n 64 2>/dev/null; echo 1000 >/proc/self/oom_score_adj 2>/dev/null; exec "$0" "$@"`;
  const limited: Command = { file: 'sh', args: ['-c', limits, command.file, ...command.args] };
  if (sandbox.mode === 'uid') {
    const alone = [
      '--pdeathsig',
      'KILL',
      '--reuid',
      String(RUNNER_UID),
      '--regid',
      String(RUNNER_UID),
      '--clear-groups',
      '--no-new-privs',
      limited.file,
      ...limited.args,
    ];
    return sandbox.networkClosed
      ? { file: 'unshare', args: ['-n', 'setpriv', ...alone] }
      : { file: 'setpriv', args: alone };
  }
  if (sandbox.mode === 'namespaces') {
    const hide = `mount -t tmpfs none ${quote(options.hidden)} 2>/dev/null; exec "$0" "$@"`;
    const flags = [
      process.getuid?.() === 0 ? '' : '-r',
      '-n',
      '-m',
      '-p',
      '--fork',
      '--kill-child',
      '--mount-proc',
    ].filter(Boolean);
    const inner =
      sandbox.diesWithParent && works('setpriv', ['--version'])
        ? // Without every capability: the runner is root of its namespaces and could unmount what hides the data folder.
          ['setpriv', '--no-new-privs', '--bounding-set=-all', '--inh-caps=-all', limited.file, ...limited.args]
        : [limited.file, ...limited.args];
    return { file: 'setpriv', args: ['--pdeathsig', 'KILL', 'unshare', ...flags, 'sh', '-c', hide, ...inner] };
  }
  return sandbox.diesWithParent
    ? { file: 'setpriv', args: ['--pdeathsig', 'KILL', limited.file, ...limited.args] }
    : limited;
}

/** An empty folder that any user may enter: the runner's working folder. */
export function emptyFolder(): string {
  const folder = path.join(os.tmpdir(), 'implanta-runner');
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  return folder;
}
