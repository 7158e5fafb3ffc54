import 'server-only';
import fs from 'node:fs';
import { nodePlaces, rootScript, systemPlaces } from './root-folder';
import type { Sandbox } from './sandbox';

export interface Command {
  file: string;
  args: string[];
}

export interface WrapOptions {
  /** The data folder, which no runner may see. */
  hidden: string;
  /** Bounds its memory. */
  dataBytes: number;
  /** The file that it loads, which is its descriptor 5. */
  model: string;
  /** Of its own, where the sandbox gives one. */
  user: number | null;
}

/** What runs in the sandbox. OpenSSL, which no runner uses, would look for its settings where it may not. */
export const runnerCommand = (program: string): Command => ({
  file: process.execPath,
  args: ['--max-old-space-size=96', ...(process.platform === 'win32' ? [] : ['--openssl-config=/dev/null']), program],
});

/** Node and the runtime have a dozen threads. */
const MAX_PROCESSES = 48;

/** Wraps the runner's command in limits and sandbox. */
export function wrapCommand(sandbox: Sandbox, command: Command, options: WrapOptions): Command {
  if (process.platform === 'win32') return command;
  const user = sandbox.mode === 'uid' && options.user !== null ? String(options.user) : null;
  const dying = sandbox.diesWithParent ? ['--pdeathsig', 'KILL'] : [];
  // The last thing before the runner itself: what comes before must still start it.
  const last = [
    ...(sandbox.mode === 'landlock' ? landlockRules([...sandbox.readable, options.model]) : []),
    ...(sandbox.seccomp ? ['--seccomp-filter', sandbox.seccomp] : []),
  ];
  const filter = last.length > 0 ? ['setpriv', ...dying, '--no-new-privs', ...last] : [];
  const bound = sandbox.boundsProcesses ? ['prlimit', `--nproc=${MAX_PROCESSES}:${MAX_PROCESSES}`] : [];
  const limits = [
    `ulimit -d ${Math.ceil(options.dataBytes / 1024)} 2>/dev/null; ulimit -c 0; ulimit -f 0; ulimit -n 64 2>/dev/null; echo 1000 2>/dev/null >/proc/self/oom_score_adj`,
    // The first process of a namespace is deaf to most signals, and tells those above it no signal that ended it: the shell
    // stays the first, and its exit code tells.
    sandbox.closedRoot ? '"$0" "$@"; exit $?' : 'exec "$0" "$@"',
  ].join('; ');
  const limited = [...bound, 'sh', '-c', limits, ...filter, command.file, ...command.args];
  const readable = sandbox.seccomp ? [...sandbox.readable, sandbox.seccomp] : sandbox.readable;
  const isRoot = process.getuid?.() === 0;
  const powerless = ['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'];
  const identity = user ? ['--reuid', user, '--regid', user, '--clear-groups'] : [];
  if (sandbox.closedRoot) {
    const namespaces = ['-n', '-m', '-p', '-i', '-u', '--fork', '--kill-child'];
    const inner = ['setpriv', ...dying, ...identity, ...powerless, ...limited];
    return split([
      'setpriv',
      ...dying,
      'unshare',
      ...(isRoot ? [] : ['-r']),
      ...namespaces,
      ...['sh', '-c', rootScript({ ...options, readable }), ...inner],
    ]);
  }
  if (sandbox.mode === 'uid')
    return split([
      ...(sandbox.networkClosed && !sandbox.seccomp ? ['unshare', '-n'] : []),
      'setpriv',
      ...dying,
      ...identity,
      '--no-new-privs',
      ...limited,
    ]);
  if (sandbox.mode === 'landlock')
    return split(['setpriv', ...dying, ...(isRoot ? powerless : ['--no-new-privs']), ...limited]);
  return split(sandbox.diesWithParent ? ['setpriv', ...dying, ...limited] : limited);
}

function split([file = '', ...args]: string[]): Command {
  return { file, args };
}

/** Everything that is not named here can neither be opened nor changed; a process under such rules can look into no other. */
function landlockRules(readable: string[]): string[] {
  const rule = (at: string) =>
    `${fs.statSync(at).isDirectory() ? 'execute,read-file,read-dir' : 'execute,read-file'}:${at}`;
  const { links, places } = systemPlaces();
  return [
    ...['--landlock-access', 'fs'],
    ...[...new Set([...links, ...places, ...nodePlaces(), ...readable])].map(rule),
    ...['read-file:/dev/null', 'read-file:/dev/urandom', 'read-file,read-dir:/proc/self'],
  ].flatMap((part) => (part.includes(':') ? ['--landlock-rule', `path-beneath:${part}`] : [part]));
}
