import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { expect, test } from 'vitest';
import { isRunning } from './is-running';

test('a process is known by its id and its command line', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await new Promise((resolve) => child.once('spawn', resolve));
  const pid = child.pid ?? 0;
  expect([isRunning(pid, 'setInterval'), isRunning(pid, 'main.mjs')]).toEqual([true, false]);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  expect(isRunning(pid, 'setInterval')).toBe(false);
});

test.runIf(process.platform === 'linux')('the id of a thread is no process, though signals reach it', () => {
  const thread = fs
    .readdirSync('/proc/self/task')
    .map(Number)
    .find((id) => id !== process.pid);
  if (thread === undefined) throw new Error('this process has one thread only');
  const [program = ''] = fs.readFileSync('/proc/self/cmdline', 'utf8').split('\0');
  expect(process.kill(thread, 0)).toBe(true);
  expect([isRunning(process.pid, program), isRunning(thread, program)]).toEqual([true, false]);
});
