import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

export interface Product {
  url: string;
  /** Where Next answers without the gateway in front. */
  webUrl: string;
  /** Where Open Inference is answered over gRPC. */
  grpcPort: number;
  folder: string;
  /** The one-time link of an installation without people. */
  setupUrl: string;
  /** What the operator's command prints for these words. */
  admin: (...words: string[]) => string;
  /** Everything that the product has written. */
  log: () => string;
  stop: () => Promise<void>;
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts the product as `npm start` does, on free ports and in a new folder, and waits for its announcement. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'implanta-e2e-'));
  fs.chmodSync(folder, 0o755);
  const [port, web, internal, grpc] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    PORT: String(port),
    WEB_URL: `127.0.0.1:${web}`,
    GATEWAY_INTERNAL_URL: `127.0.0.1:${internal}`,
    GRPC_PORT: String(grpc),
    IMPLANTA_DATA: path.join(folder, 'data'),
    DATABASE_URL: '',
    ...settings,
  };
  const child = spawn(process.execPath, ['server/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const url = `http://localhost:${port}`;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the product did not start:\n${text}`)), 240_000);
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('curl ')) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the product ended with ${code}:\n${text}`)));
  });
  return {
    url,
    grpcPort: grpc,
    webUrl: `http://127.0.0.1:${web}`,
    folder,
    setupUrl: /https?:\/\/\S+\/setup\?t=\S+/.exec(text)?.[0] ?? '',
    admin: (...words) =>
      execFileSync(process.execPath, ['server/start.mjs', '--admin', ...words], {
        cwd: root,
        env,
        encoding: 'utf8',
      }).trim(),
    log: () => text,
    stop: () => stop(child, folder),
  };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await ended;
  }
  const data = path.join(folder, 'data', 'postgres');
  if (fs.existsSync(data)) fs.rmSync(fs.realpathSync(data), { recursive: true, force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}
