import { expect, test } from 'vitest';
import { seccompFilter } from './seccomp-filter';

/** What the filter says to a system call: runs its instructions as the kernel does. */
function judge(filter: Uint8Array, call: { architecture: number; number: number; flags?: number }): string {
  const bytes = new DataView(filter.buffer);
  const words: Record<number, number> = { 0: call.number, 4: call.architecture, 16: call.flags ?? 0 };
  let held = 0;
  for (let at = 0; at * 8 < filter.length; at++) {
    const value = bytes.getUint32(at * 8 + 4, true);
    const [ifTrue, ifFalse] = [bytes.getUint8(at * 8 + 2), bytes.getUint8(at * 8 + 3)];
    const jump = (holds: boolean) => {
      at += holds ? ifTrue : ifFalse;
    };
    const code = bytes.getUint16(at * 8, true);
    if (code === 0x20) held = words[value] ?? Number.NaN;
    else if (code === 0x15) jump(held === value);
    else if (code === 0x35) jump(held >= value);
    else if (code === 0x45) jump((held & value) !== 0);
    else return { 2147418112: 'allow', 327681: 'EPERM', 327718: 'ENOSYS' }[value] ?? String(value);
  }
  return 'fell off the end';
}

const X64 = 0xc000_003e;
const ARM64 = 0xc000_00b7;

test.each([
  [
    'x64',
    X64,
    { read: 0, mmap: 9, futex: 202, exit: 60, execve: 59, socketpair: 53 },
    { socket: 41, kill: 62, fork: 57 },
    56,
  ],
  [
    'arm64',
    ARM64,
    { read: 63, mmap: 222, futex: 98, exit: 93, execve: 221, socketpair: 199 },
    { socket: 198, kill: 129, unshare: 97 },
    220,
  ],
] as const)(
  'on %s a runner computes and starts threads, and nothing else',
  (name, architecture, allowed, denied, clone) => {
    const filter = seccompFilter(name);
    if (!filter) throw new Error('no filter');
    const say = (number: number, flags = 0) => judge(filter, { architecture, number, flags });
    for (const number of Object.values(allowed)) expect(say(number)).toBe('allow');
    for (const number of [...Object.values(denied), 425, 434, 438]) expect(say(number)).toBe('EPERM');
    expect([say(clone, 0x10000), say(clone, 0x1000_0000), say(435)]).toEqual(['allow', 'EPERM', 'ENOSYS']);
    expect(say(0x4000_0000)).toBe('EPERM');
    expect(judge(filter, { architecture: 0x4000_0003, number: 0 })).toBe('EPERM');
  },
);

test('has none for a machine whose numbers it does not know', () => {
  expect(seccompFilter('riscv64')).toBeNull();
});
