// The product as `npm start` starts it, on free ports of 127.0.0.1 and in a new folder, watched for deaths.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { residentMb } from '../process-memory.mjs';
import { prepareProduct, root, wait } from '../systems.mjs';

/** Processes that the supervisor keeps: gateway, web, worker, drainer and Postgres. */
function childrenOf(pid) {
  const listing = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return listing
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => found && Number(found[2]) === pid)
    .map(([, child, , args]) => ({ pid: Number(child), args: args.slice(0, 80) }));
}

const isAlive = (pid) => fs.existsSync(`/proc/${pid}`);

export async function startProduct() {
  const { folder, port, env, admin, remove } = await prepareProduct('implanta-reliability-');
  const logFile = path.join(folder, 'product.log');
  const log = fs.openSync(logFile, 'w');
  // In a group of its own: Ctrl-C ends the run, and the run ends the product.
  const child = spawn(process.execPath, ['server/start.mjs'], {
    cwd: root,
    env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  fs.closeSync(log);
  const read = () => fs.readFileSync(logFile, 'utf8');
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
    remove();
  };
  for (const end = Date.now() + 300_000; !read().includes('curl '); await wait(100)) {
    if (child.exitCode !== null || Date.now() > end) {
      const said = read().slice(-4000);
      await stop();
      throw new Error(`the product did not start:\n${said}`);
    }
  }
  const key = admin('key', 'create', '--name', 'reliability', '--scopes', 'predict,read,write,admin');
  const url = `http://127.0.0.1:${port}`;
  const main = Number(fs.readFileSync(path.join(folder, 'data/run/main.pid'), 'utf8'));
  let kept = childrenOf(main);
  const gateway = () => Number(fs.readFileSync(path.join(folder, 'data/run/gateway.pid'), 'utf8'));
  const deaths = [];
  const delays = [];
  let peakMb = 0;
  let isOver = false;
  const watch = (async () => {
    while (!isOver) {
      const began = performance.now();
      const answer = await fetch(`${url}/api/health/live`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
      delays.push(answer?.ok ? performance.now() - began : Number.POSITIVE_INFINITY);
      await answer?.arrayBuffer().catch(() => null);
      const dead = kept.filter(({ pid }) => !isAlive(pid));
      if (dead.length > 0) {
        deaths.push(...dead.map(({ args }) => args));
        await wait(1000);
        kept = childrenOf(main);
      }
      try {
        peakMb = Math.max(peakMb, Math.round(residentMb(gateway())));
      } catch {
        // The gateway is away; its death is counted above.
      }
      await wait(250);
    }
  })();
  return {
    url,
    headers: { authorization: `Bearer ${key}` },
    folder,
    root,
    kept: () => kept.map(({ args }) => args),
    /** Ends the watch: who died, how long /api/health/live took, the gateway's largest memory, errors in the log. */
    async verdict() {
      isOver = true;
      await watch;
      const sorted = delays.sort((a, b) => a - b);
      const results = path.join(root, 'test-results');
      fs.mkdirSync(results, { recursive: true });
      fs.copyFileSync(logFile, path.join(results, 'reliability.log'));
      const errors = read()
        .split('\n')
        .filter((line) => /"level":[56]0/.test(line));
      return {
        deaths,
        healthP99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
        peakMb,
        errors,
        isUp: isAlive(main),
      };
    },
    stop,
  };
}
