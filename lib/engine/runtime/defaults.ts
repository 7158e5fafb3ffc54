import 'server-only';
import path from 'node:path';
import { env } from '@/lib/platform/env';
import { detectSandbox, type Sandbox } from './sandbox';

export const RUNNER_PROGRAM = '.build/runner-host.mjs';

let sandbox: Sandbox | undefined;

/** What every runner of this process shares: its program, the folder it must not see, and the sandbox that this host allows. */
export function runnerDefaults(): { program: string; hidden: string; sandbox: Sandbox } {
  const program = path.resolve(RUNNER_PROGRAM);
  const hidden = path.resolve(env().IMPLANTA_DATA);
  sandbox ??= detectSandbox(program, [path.resolve('node_modules')], hidden, env().RUNNER_SANDBOX);
  return { program, hidden, sandbox };
}
