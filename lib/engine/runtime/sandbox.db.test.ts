import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { env } from '@/lib/platform/env';
import { identityModel } from '@/lib/pure/onnx/hazard-models';
import { RUNNER_PROGRAM, runnerDefaults } from './defaults';
import { canCompile, compileProbe } from './fixtures/compile-probe';
import { emptyFolder } from './root-folder';
import { Runner } from './runner';
import { allowedSandboxes, detectSandbox, type Sandbox } from './sandbox';
import { runnerCommand, wrapCommand } from './sandbox-command';

const SECRET = 'secret-of-another-process';
const ABSTRACT = `implanta-test-${process.pid}`;
const MODULES = path.resolve('node_modules');
const program = path.resolve(RUNNER_PROGRAM);

let folder: string;
let hidden: string;
let modelFile: string;
let port: number;
let allowed: Sandbox[];
const servers: net.Server[] = [];
const running: Runner[] = [];
const other = spawn('sleep', ['600'], { env: { SECRET } as unknown as NodeJS.ProcessEnv, stdio: 'ignore' });

const listen = (at: string | number) =>
  new Promise<net.Server>((resolve) => {
    const server = net.createServer((socket) => socket.end());
    servers.push(server);
    server.listen(typeof at === 'number' ? { port: at, host: '127.0.0.1' } : { path: at }, () => resolve(server));
  });

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-sandbox-'));
  fs.chmodSync(folder, 0o755);
  // As the installation makes it.
  hidden = path.join(folder, 'data');
  for (const name of ['blobs', 'postgres']) fs.mkdirSync(path.join(hidden, name), { recursive: true, mode: 0o700 });
  fs.chmodSync(hidden, 0o711);
  fs.writeFileSync(path.join(hidden, 'secrets.json'), SECRET, { mode: 0o600 });
  fs.writeFileSync(path.join(hidden, 'blobs', 'a-blob'), SECRET);
  modelFile = path.join(hidden, 'blobs', 'identity.onnx');
  fs.writeFileSync(modelFile, identityModel(), { mode: 0o644 });
  const address = (await listen(0)).address();
  port = typeof address === 'object' && address ? address.port : 0;
  await listen(path.join(hidden, 'postgres', '.s.PGSQL.5432'));
  await listen(`\0${ABSTRACT}`);
  fs.chmodSync(path.join(hidden, 'postgres', '.s.PGSQL.5432'), 0o777);
  allowed = [...allowedSandboxes(program, [MODULES], hidden)];
  if (canCompile) {
    fs.mkdirSync(path.join(folder, 'probe'), { mode: 0o755 });
    compileProbe(path.join(folder, 'probe', 'probe.so'));
  }
}, 300_000);
afterEach(() => {
  for (const runner of running.splice(0)) runner.kill();
});
afterAll(() => {
  other.kill('SIGKILL');
  for (const server of servers) server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function start(sandbox: Sandbox, started = program): Runner {
  const runner = new Runner(
    {
      modelFile,
      modelBytes: fs.statSync(modelFile).size,
      inputs: [{ name: 'x', datatype: 'FP32' }],
      outputs: [{ name: 'y', datatype: 'FP32' }],
      optimise: true,
      rowByRow: false,
      program: started,
      hidden,
      sandbox,
    },
    15_000,
  );
  running.push(runner);
  return runner;
}

async function answers(runner: Runner) {
  const x = { name: 'x', datatype: 'FP32' as const, shape: [1, 2], data: new Float32Array([1, 2]) };
  expect((await runner.run([x], 15_000)).outputs[0]?.data).toEqual(new Float32Array([1, 2]));
}

/** The process and everything below it, as this machine counts them. */
function tree(pid: number | undefined): number[] {
  if (!pid) return [];
  const below = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...below.flatMap((child) => tree(Number(child)))];
}

/** False for what ended, also where the machine's first process has not asked for its exit code yet. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

const userOf = (pid: number | undefined) => (pid ? fs.statSync(`/proc/${pid}`).uid : null);

/** Loads the native probe into a real runner before its model, and has the runner answer afterwards. */
async function attack(sandbox: Sandbox, victims: number[]): Promise<Map<string, number>> {
  const probe = path.join(folder, 'probe');
  const loader = path.join(probe, `${sandbox.mode}.mjs`);
  const settings = {
    HIDDEN: hidden,
    OTHER: String(other.pid),
    RUNNER: victims.join(),
    SOCKET: path.join(hidden, 'postgres', '.s.PGSQL.5432'),
    ABSTRACT,
    PORT: String(port),
    DATABASE_PORT: new URL(env().DATABASE_URL ?? '').port,
    ...(sandbox.mode === 'limits' ? { CONTROL: '1' } : {}),
  };
  fs.writeFileSync(
    loader,
    `Object.assign(process.env, ${JSON.stringify(settings)});
     try { process.dlopen({ exports: {} }, ${JSON.stringify(path.join(probe, 'probe.so'))}); } catch { /* no module of Node's, but loaded */ }
     for (const name of ${JSON.stringify(Object.keys(settings))}) delete process.env[name];
     await import(${JSON.stringify(program)});`,
    { mode: 0o644 },
  );
  const runner = start({ ...sandbox, readable: [...sandbox.readable, program, MODULES, probe] }, loader);
  await answers(runner);
  await expect.poll(() => runner.stderr).toContain('done 0');
  return new Map(
    runner.stderr
      .split('\n')
      .map((line) => /^(\S+) (-?\d+)$/.exec(line))
      .flatMap((found) => (found?.[1] ? [[found[1], Number(found[2])] as const] : [])),
  );
}

/** What a sandbox of this kind cannot refuse; everything else it must. */
function open({ mode, closedRoot, networkClosed, seccomp }: Sandbox): string[] {
  return [
    // Sockets of an empty network of its own.
    ...(seccomp ? [] : ['netlink', 'io_uring']),
    ...(closedRoot || mode === 'landlock' ? [] : ['write.tmp', 'write.var-tmp', 'write.shm']),
    ...(closedRoot || seccomp ? [] : ['user-namespace']),
    ...(networkClosed ? [] : ['tcp', 'tcp.database', 'udp', 'socket.abstract']),
    ...(mode === 'landlock' && !seccomp
      ? ['socket.database', 'chmod.model', 'other.kill', 'runner.kill', 'write.model']
      : []),
  ];
}

if (canCompile) {
  test('native code in a runner reaches no process, file, socket or network but its own', async () => {
    expect(allowed.length).toBeGreaterThan(0);
    for (const sandbox of allowed) {
      const victim = start(sandbox);
      await answers(victim);
      const found = await attack(sandbox, tree(victim.pid));
      const { mode, closedRoot, seccomp } = sandbox;
      const through = [...found].filter(([name, result]) => result === 0 && !/^(count\.|done)/.test(name));
      const kind = `${mode}${closedRoot ? ' with a root of its own' : ''}${seccomp ? ' and few system calls' : ''}`;
      expect([kind, through.map(([name]) => name).filter((name) => !open(sandbox).includes(name))]).toEqual([kind, []]);
      expect(found.size).toBeGreaterThan(45);
      const counts = ['environ', 'mem', 'fd', 'inherited'].map((name) => found.get(`count.${name}`));
      expect([kind, ...counts]).toEqual([kind, 0, 0, 0, 0]);
      if (closedRoot || mode === 'landlock')
        expect([kind, found.get('count.processes'), found.get('count.cmdline')]).toEqual([kind, 0, 0]);
      if (closedRoot) expect([kind, found.get('count.interfaces')]).toEqual([kind, 0]);
      if (seccomp) expect([kind, found.get('count.forks')]).toEqual([kind, 0]);
      else if (sandbox.boundsProcesses) expect(found.get('count.forks')).toBeLessThan(48);
      await answers(victim);
      expect(fs.readdirSync(hidden).filter((name) => name !== 'runner-users')).toEqual([
        'blobs',
        'postgres',
        'secrets.json',
      ]);
    }
  }, 120_000);

  test('the same code gets through where there are limits only', async () => {
    const found = await attack(detectSandbox(program, [MODULES], hidden, 'off'), []);
    const through = [...found].filter(([, result]) => result === 0).map(([name]) => name);
    expect(through).toEqual(
      expect.arrayContaining([
        ...['other.environ', 'other.kill', 'secrets', 'blob', 'list', 'list.blobs', 'write.model', 'write.data'],
        ...['socket.database', 'socket.abstract', 'tcp', 'tcp.database', 'udp'],
      ]),
    );
  });
}

test('every runner has a user that no other has, and nothing of it is left when it ended', async () => {
  for (const sandbox of allowed.filter(({ mode }) => mode === 'uid')) {
    const runners = [start(sandbox), start(sandbox), start(sandbox)];
    await Promise.all(runners.map(answers));
    const trees = runners.map(({ pid }) => tree(pid));
    const users = trees.map((pids) => userOf(pids.at(-1)));
    expect(new Set(users).size).toBe(3);
    for (const user of users) expect(user).toBeGreaterThanOrEqual(60_578);
    for (const runner of runners) runner.kill();
    await expect.poll(() => trees.flat().filter(isRunning)).toEqual([]);
    expect(
      fs.existsSync(path.join(hidden, 'runner-users')) ? fs.readdirSync(path.join(hidden, 'runner-users')) : [],
    ).toEqual([]);
  }
});

test('a model is loaded and run in each of them', async () => {
  for (const sandbox of allowed) await answers(start(sandbox));
});

test('says how the process that holds the model ended, not those around it', async () => {
  for (const sandbox of allowed) {
    const runner = start(sandbox);
    await answers(runner);
    const ended = new Promise((resolve) => {
      runner.onEnd = resolve;
    });
    const inner = tree(runner.pid).at(-1);
    expect(runner.peakBytes).toBeGreaterThan(30_000_000);
    if (inner) process.kill(inner, 'SIGKILL');
    expect([sandbox.mode, await ended]).toEqual([sandbox.mode, { kind: 'died', reason: 'SIGKILL' }]);
  }
});

test('nothing of a runner outlives the process that started it, also after kill -9', async () => {
  const endless = path.join(folder, 'endless.mjs');
  fs.writeFileSync(endless, 'for (;;);');
  for (const sandbox of allowed) {
    const command = wrapCommand({ ...sandbox, readable: [...sandbox.readable, endless] }, runnerCommand(endless), {
      hidden,
      dataBytes: 1024 ** 3,
      model: modelFile,
      user: 60_578,
    });
    const starts = `require('node:child_process').spawn(...${JSON.stringify([command.file, command.args])}, { env: {}, cwd: '/', stdio: 'ignore' })`;
    const parent = spawn(process.execPath, ['-e', starts], { stdio: 'ignore' });
    // A process that is not yet what it will be has the arguments of its parent.
    const isEndless = (pid: number) => {
      const [program, ...args] = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return program === process.execPath && args.includes(endless);
    };
    let pids: number[] = [];
    await expect
      .poll(() => {
        pids = tree(parent.pid);
        return pids.length > 1 && isEndless(pids.at(-1) ?? 0);
      })
      .toBe(true);
    parent.kill('SIGKILL');
    await expect
      .poll(() => [sandbox.mode, sandbox.closedRoot, pids.filter(isRunning)])
      .toEqual([sandbox.mode, sandbox.closedRoot, []]);
  }
});

test('says in a sentence where only limits are left', () => {
  const off = detectSandbox(program, [MODULES], hidden, 'off');
  expect([off.mode, off.networkClosed]).toEqual(['limits', false]);
  expect(off.sentence).toMatch(/^Runners have resource limits only \(RUNNER_SANDBOX=off\): a hostile model could read/);
  const { file, args } = wrapCommand(
    { ...off, diesWithParent: false },
    { file: 'node', args: ["it's"] },
    { hidden, dataBytes: 2048, model: modelFile, user: null },
  );
  expect([file, args.at(-2), args.at(-1)]).toEqual(['sh', 'node', "it's"]);
  expect(args[1]).toContain('ulimit -d 2 ');
});

test('a sandbox is only taken where the program runs in it', () => {
  expect(detectSandbox(path.join(folder, 'missing.mjs'), [MODULES], hidden).mode).toBe('limits');
  const secret = path.join(hidden, 'secret.mjs');
  fs.writeFileSync(secret, '', { mode: 0o600 });
  try {
    expect(detectSandbox(secret, [MODULES], hidden).mode).not.toBe('uid');
  } finally {
    fs.rmSync(secret);
  }
});

test('limits hold: no memory beyond the bound', async () => {
  const { sandbox } = runnerDefaults();
  const greedy = path.join(folder, 'greedy.mjs');
  fs.writeFileSync(
    greedy,
    "const kept = []; for (let i = 0; i < 4096; i++) kept.push(Buffer.alloc(1 << 20, 1)); console.log('held', kept.length);",
  );
  const command = wrapCommand({ ...sandbox, readable: [...sandbox.readable, greedy] }, runnerCommand(greedy), {
    hidden,
    dataBytes: 1024 ** 3,
    model: modelFile,
    user: 60_578,
  });
  const done = spawnSync(command.file, command.args, {
    env: {} as NodeJS.ProcessEnv,
    cwd: emptyFolder(),
    encoding: 'utf8',
  });
  expect([done.stdout, done.status === 0]).toEqual(['', false]);
});
