import 'server-only';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Programs and libraries of a Linux, wherever it keeps them, and the description of its processors. */
const SYSTEM = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/nix/store'],
  ...['/etc/ld.so.cache', '/sys/devices/system/cpu'],
];
const DEVICES = ['/dev/null', '/dev/zero', '/dev/urandom'];

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** True where a path is one of these or lies in one of them. */
const isIn = (folders: string[], at: string) =>
  folders.some((folder) => at === folder || at.startsWith(`${folder}${path.sep}`));

/** Of the system's own folders those that are there; links among them stay links. */
export function systemPlaces(): { links: string[]; places: string[] } {
  const found = SYSTEM.filter((at) => fs.existsSync(at));
  const links = found.filter((at) => fs.lstatSync(at).isSymbolicLink());
  return { links, places: found.filter((at) => !links.includes(at)) };
}

/** Node itself, and the libraries beside it where its makers put some. */
export function nodePlaces(): string[] {
  const beside = path.resolve(process.execPath, '../../lib');
  return fs.existsSync(beside) ? [process.execPath, beside] : [process.execPath];
}

/**
 * Shell commands that put a root folder together and start the rest of the command in it. It holds the system's programs and
 * libraries, `readable` and `model`, all to be read only. A process whose root is not that of its mount namespace can make no
 * user namespace, so this also closes that door.
 */
export function rootScript(input: { readable: string[]; model: string; hidden: string }): string {
  const root = path.join(emptyFolder(), 'root');
  fs.mkdirSync(root, { recursive: true, mode: 0o755 });
  const { links, places } = systemPlaces();
  const bound: string[] = [];
  for (const at of [...places, ...nodePlaces(), ...input.readable, ...DEVICES]) if (!isIn(bound, at)) bound.push(at);
  const isFolder = (at: string) => fs.statSync(at, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const inRoot = (at: string) => quote(`${root}${at}`);
  const folders = bound.map((at) => (isFolder(at) ? at : path.dirname(at)));
  const lines = [
    'set -e',
    `mount -t tmpfs -o mode=755,size=1m none ${quote(root)}`,
    `mkdir -p ${['/proc', ...new Set(folders)].map(inRoot).join(' ')}`,
    ...links.map((at) => `ln -s ${quote(fs.readlinkSync(at))} ${inRoot(at)}`),
    ...[...bound.filter((at) => !isFolder(at)), '/model'].map((at) => `: >${inRoot(at)}`),
    ...bound.map((at) => `mount --rbind -o ro ${quote(at)} ${inRoot(at)}`),
    // The descriptor that came with the process would let its owner open the file for writing.
    `mount --bind -o ro ${quote(input.model)} ${inRoot('/model')}`,
    `exec 5<${inRoot('/model')}`,
    ...(isIn(bound, input.hidden) ? [`mount -t tmpfs -o ro,mode=000,size=4k none ${inRoot(input.hidden)}`] : []),
    `mount -t proc -o ro,nosuid,nodev,noexec proc ${inRoot('/proc')}`,
    `mount -o remount,ro none ${quote(root)}`,
    'echo 1000 2>/dev/null >/proc/self/oom_score_adj || true',
    `exec unshare --root=${quote(root)} --wd=/ -- "$0" "$@"`,
  ];
  return lines.join('\n');
}

let own: string | undefined;

/** A folder of ours without secrets that any user may enter: a runner's working folder. */
export function emptyFolder(): string {
  const user = process.getuid?.() ?? 0;
  own ??= path.join(os.tmpdir(), `implanta-runner-${user}`);
  fs.mkdirSync(own, { recursive: true, mode: 0o755 });
  // Somebody else was faster with the name: what lies in it is theirs.
  if (fs.statSync(own).uid !== user && process.platform !== 'win32') {
    own = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-runner-'));
    fs.chmodSync(own, 0o755);
  }
  return own;
}
