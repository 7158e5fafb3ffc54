import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identityModel } from '@/lib/pure/onnx/hazard-models';
import { runnerDefaults } from './defaults';
import { Runner } from './runner';
import { detectSandbox, emptyFolder, type Sandbox, wrapCommand } from './sandbox';

const SECRET = 'secret-of-another-process';

/** What a hostile model could try, in the place of the runner's program. */
const PROBE = `
import fs from 'node:fs';
import net from 'node:net';
import { spawnSync } from 'node:child_process';
const [hidden, port, pid] = process.argv.slice(2);
const attempt = (work) => { try { return String(work()); } catch (error) { return error.code ?? error.message; } };
const environ = attempt(() => fs.readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).map((name) => attempt(() => fs.readFileSync('/proc/' + name + '/environ', 'utf8'))).join('\\n'));
const secrets = () => attempt(() => fs.readFileSync(hidden + '/secrets.json', 'utf8'));
const before = secrets();
spawnSync('umount', [hidden]);
spawnSync('umount', ['-l', hidden]);
const socket = net.connect(Number(port), '127.0.0.1');
const found = await new Promise((resolve) => { socket.on('connect', () => resolve('connected')); socket.on('error', (error) => resolve(error.code)); });
socket.destroy();
fs.writeSync(1, JSON.stringify({
  secrets: before,
  secretsAfterUnmount: secrets(),
  list: attempt(() => fs.readdirSync(hidden).join()),
  blobs: attempt(() => fs.readdirSync(hidden + '/blobs').join()),
  write: attempt(() => fs.writeFileSync(hidden + '/mine', 'x')),
  environ: environ.includes('${SECRET}'),
  signal: attempt(() => process.kill(Number(pid), 0)),
  tcp: found,
  uid: process.getuid(),
}));
process.exit(0);
`;

let folder: string;
let hidden: string;
let probe: string;
let port: number;
const server = net.createServer((socket) => socket.end());
const other = spawn('sleep', ['100'], { env: { SECRET } as unknown as NodeJS.ProcessEnv, stdio: 'ignore' });
beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-sandbox-'));
  fs.chmodSync(folder, 0o755);
  probe = path.join(folder, 'probe.mjs');
  fs.writeFileSync(probe, PROBE, { mode: 0o644 });
  // As the installation makes it.
  hidden = path.join(folder, 'data');
  fs.mkdirSync(path.join(hidden, 'blobs'), { recursive: true, mode: 0o700 });
  fs.chmodSync(hidden, 0o711);
  fs.writeFileSync(path.join(hidden, 'secrets.json'), SECRET, { mode: 0o600 });
  fs.writeFileSync(path.join(hidden, 'blobs', 'a-blob'), SECRET);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => {
  other.kill('SIGKILL');
  server.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** Runs the probe as a runner is run. Not with spawnSync: the server must be able to answer. */
async function tryAll(sandbox: Sandbox): Promise<Record<string, unknown>> {
  const command = wrapCommand(
    sandbox,
    { file: process.execPath, args: ['--max-old-space-size=96', probe, hidden, String(port), String(other.pid)] },
    { hidden, dataBytes: 1024 ** 3 },
  );
  const child = spawn(command.file, command.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {} as NodeJS.ProcessEnv,
    cwd: emptyFolder(),
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  await new Promise((resolve) => child.once('close', resolve));
  if (!out) throw new Error(`the probe said nothing: ${err}`);
  return JSON.parse(out);
}

/** The sandbox of this host, and the one with namespaces where the host allows it too. */
function sandboxes(): Sandbox[] {
  const { sandbox } = runnerDefaults();
  if (process.platform !== 'linux' || sandbox.mode === 'namespaces') return [sandbox];
  const flags = ['-n', '-m', '-p', '--fork', '--kill-child', '--mount-proc'];
  const asUser = process.getuid?.() === 0 ? flags : ['-r', ...flags];
  const isAllowed = spawnSync('unshare', [...asUser, 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0;
  return isAllowed
    ? [sandbox, { mode: 'namespaces', networkClosed: true, diesWithParent: true, sentence: 'namespaces' }]
    : [sandbox];
}

test('a runner reads no secrets, no data folder and no environment of another process, and reaches no network', async () => {
  for (const sandbox of sandboxes()) {
    if (sandbox.mode === 'limits') {
      expect(sandbox.sentence).toMatch(/resource limits only .*could read what this user can read/);
      continue;
    }
    const found = await tryAll(sandbox);
    const { mode } = sandbox;
    expect({ mode, ...found }).toMatchObject({
      mode,
      environ: false,
      signal: expect.stringMatching(/^(EPERM|ESRCH)$/),
    });
    for (const what of ['secrets', 'secretsAfterUnmount', 'blobs'])
      expect([mode, what, found[what]]).toEqual([mode, what, expect.stringMatching(/^(EACCES|ENOENT|EPERM)$/)]);
    expect([mode, found.list]).toEqual([mode, expect.stringMatching(/^(EACCES)?$/)]);
    expect(fs.readdirSync(hidden).sort()).toEqual(['blobs', 'secrets.json']);
    if (sandbox.networkClosed) expect([mode, found.tcp]).toEqual([mode, 'ENETUNREACH']);
    else expect(sandbox.sentence).toContain('the network could not be closed');
    if (mode === 'uid') expect(found.uid).not.toBe(process.getuid?.());
  }
});

test('a model is loaded and run in each of them', async () => {
  const model = identityModel();
  const modelFile = path.join(folder, 'identity.onnx');
  fs.writeFileSync(modelFile, model, { mode: 0o444 });
  for (const sandbox of sandboxes()) {
    const runner = new Runner(
      {
        modelFile,
        modelBytes: model.length,
        inputs: [{ name: 'x', datatype: 'FP32' }],
        outputs: [{ name: 'y', datatype: 'FP32' }],
        optimise: true,
        rowByRow: false,
        ...runnerDefaults(),
        hidden,
        sandbox,
      },
      15_000,
    );
    try {
      const x = { name: 'x', datatype: 'FP32' as const, shape: [1, 2], data: new Float32Array([1, 2]) };
      expect((await runner.run([x], 15_000)).outputs[0]?.data).toEqual(new Float32Array([1, 2]));
    } finally {
      runner.kill();
    }
  }
});

test('says in a sentence where only limits are left', () => {
  const off = detectSandbox([], 'off');
  expect([off.mode, off.networkClosed]).toEqual(['limits', false]);
  expect(off.sentence).toMatch(/^Runners have resource limits only \(RUNNER_SANDBOX=off\): a hostile model could read/);
  const { file, args } = wrapCommand(
    { ...off, diesWithParent: false },
    { file: 'node', args: ["it's"] },
    { hidden, dataBytes: 2048 },
  );
  expect([file, args.at(-2), args.at(-1)]).toEqual(['sh', 'node', "it's"]);
  expect(args[1]).toContain('ulimit -d 2 ');
});

test('a user of its own is only taken where that user can read the program', () => {
  const secret = path.join(hidden, 'secrets.json');
  expect(detectSandbox([secret]).mode).not.toBe('uid');
  expect(detectSandbox([path.join(folder, 'missing')]).mode).not.toBe('uid');
});

test('limits hold: no files, no memory beyond the bound', async () => {
  const { sandbox } = runnerDefaults();
  const greedy = path.join(folder, 'greedy.mjs');
  fs.writeFileSync(
    greedy,
    "const kept = []; for (let i = 0; i < 4096; i++) kept.push(Buffer.alloc(1 << 20, 1)); console.log('held', kept.length);",
  );
  const command = wrapCommand(sandbox, { file: process.execPath, args: [greedy] }, { hidden, dataBytes: 1024 ** 3 });
  const done = spawnSync(command.file, command.args, {
    env: {} as NodeJS.ProcessEnv,
    cwd: emptyFolder(),
    encoding: 'utf8',
  });
  expect([done.stdout, done.status === 0]).toEqual(['', false]);
});
