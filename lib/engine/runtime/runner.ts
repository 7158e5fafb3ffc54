import 'server-only';
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Datatype, Tensor } from '@/lib/pure/protocols/datatype';
import {
  decodeJson,
  decodeTensors,
  encodeJsonFrame,
  encodeTensorFrame,
  FRAME_HEADER_BYTES,
  FRAME_KINDS,
  MAX_FRAME_BYTES,
} from '@/lib/pure/protocols/tensor-frame';
import { emptyFolder } from './root-folder';
import { type RunnerUser, takeRunnerUser } from './runner-user';
import type { Sandbox } from './sandbox';
import { runnerCommand, wrapCommand } from './sandbox-command';

export interface TensorName {
  name: string;
  datatype: Datatype;
}

export interface RunnerSpec {
  /** The file that runs, opened here and handed over as a descriptor: the runner needs no path of ours. */
  modelFile: string;
  modelBytes: number;
  inputs: TensorName[];
  outputs: TensorName[];
  optimise: boolean;
  rowByRow: boolean;
  /** The bundled runner program. */
  program: string;
  hidden: string;
  sandbox: Sandbox;
}

export type RunnerFault =
  /** The file could not be loaded; `reason` is the library's text, for the log only. */
  | { kind: 'load'; reason: string }
  /** The model refused the input; `reason` is the library's text, for the log only. */
  | { kind: 'run'; reason: string }
  /** The process died. */
  | { kind: 'died'; reason: string }
  | { kind: 'timeout'; reason: string };

export class RunnerError extends Error {
  readonly fault: RunnerFault;
  constructor(fault: RunnerFault) {
    super(`${fault.kind}: ${fault.reason}`);
    this.name = 'RunnerError';
    this.fault = fault;
  }
}

export interface RunResult {
  outputs: Tensor[];
  runUs: number;
}

interface Pending {
  resolve: (result: RunResult) => void;
  reject: (error: RunnerError) => void;
  timer: NodeJS.Timeout;
}

const MEGABYTE = 1024 * 1024;

/** The signal that ended the runner, where the shell above it had to tell it by its exit code. */
function signalOf({ closedRoot }: Sandbox, code: number | null): string | null {
  if (!closedRoot || code === null || code <= 128) return null;
  return Object.entries(os.constants.signals).find(([, number]) => number === code - 128)?.[0] ?? null;
}

const RUNNER_DESCRIPTORS = 6;
const CLOSE_ON_EXEC = 0o2_000_000;
let inherited: number[] | undefined;

/** Descriptors that whoever started us left open for all below. What Node opens itself closes by itself. */
function inheritedDescriptors(): number[] {
  if (process.platform !== 'linux') return [];
  return fs
    .readdirSync('/proc/self/fdinfo')
    .map(Number)
    .filter((fd) => fd >= RUNNER_DESCRIPTORS)
    .filter((fd) => {
      try {
        const flags = /flags:\s+(\d+)/.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
        return flags !== undefined && (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
      } catch {
        return false;
      }
    });
}

/** For the places after the runner's own descriptors: `nothing` where something would be inherited. */
function coverInherited(nothing: number): ('ignore' | number)[] {
  inherited ??= inheritedDescriptors();
  const places = Math.max(RUNNER_DESCRIPTORS - 1, ...inherited) + 1 - RUNNER_DESCRIPTORS;
  return Array.from({ length: places }, (_, at) => (inherited?.includes(at + RUNNER_DESCRIPTORS) ? nothing : 'ignore'));
}

/** The process that holds the model: the last of those that the sandbox put before it. */
function lastBelow(pid: number): number {
  try {
    const [child] = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return child ? lastBelow(Number(child)) : pid;
  } catch {
    return pid;
  }
}

/** One runner process. A call that takes too long, or any death, ends it; its owner starts another. */
export class Runner {
  readonly #child: ChildProcess;
  readonly #toChild: Writable;
  readonly #inputIndex: Map<string, number>;
  readonly #outputNames: string[];
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #ended: RunnerFault | null = null;
  #stderr = '';
  #frame: Buffer | null = null;
  #frameHeld = 0;
  #head = Buffer.alloc(4);
  #headHeld = 0;
  readonly ready: Promise<{ loadMs: number; inputNames: string[]; outputNames: string[] }>;
  #settleReady: {
    resolve: (info: { loadMs: number; inputNames: string[]; outputNames: string[] }) => void;
    reject: (error: RunnerError) => void;
  } | null = null;
  #loadTimer: NodeJS.Timeout;
  readonly #user: RunnerUser | null;
  /** Called once when the process is gone, with the reason. */
  onEnd: (fault: RunnerFault) => void = () => {};

  constructor(spec: RunnerSpec, loadTimeoutMs: number) {
    this.#inputIndex = new Map(spec.inputs.map((input, i) => [input.name, i]));
    this.#outputNames = spec.outputs.map((output) => output.name);
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.ready.catch(() => {});
    const memory = Math.max(1024 * MEGABYTE, 4 * spec.modelBytes + 768 * MEGABYTE);
    const model = fs.openSync(spec.modelFile, 'r');
    const nothing = fs.openSync(os.devNull, 'r');
    let user: RunnerUser | null = null;
    try {
      if (spec.sandbox.mode === 'uid') user = takeRunnerUser(path.join(spec.hidden, 'runner-users'));
      const command = wrapCommand(spec.sandbox, runnerCommand(spec.program), {
        hidden: spec.hidden,
        dataBytes: memory,
        model: spec.modelFile,
        user: user?.id ?? null,
      });
      this.#child = spawn(command.file, command.args, {
        stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe', model, ...coverInherited(nothing)],
        env: {} as NodeJS.ProcessEnv,
        cwd: emptyFolder(),
      });
    } catch (error) {
      user?.release();
      throw error;
    } finally {
      fs.closeSync(model);
      fs.closeSync(nothing);
    }
    this.#user = user;
    this.#toChild = this.#child.stdio[3] as Writable;
    const fromChild = this.#child.stdio[4] as Readable;
    this.#toChild.on('error', () => {});
    fromChild.on('error', () => {});
    fromChild.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      if (this.#stderr.length < 4000) this.#stderr += chunk.toString();
    });
    this.#child.once('error', (error) => {
      user?.release();
      this.#end({ kind: 'died', reason: error.message });
    });
    this.#child.once('exit', (code, signal) => {
      user?.release();
      this.#end({ kind: 'died', reason: signal ?? signalOf(spec.sandbox, code) ?? `exit ${code}` });
    });
    this.#loadTimer = setTimeout(
      () => this.#fail({ kind: 'timeout', reason: `no answer within ${loadTimeoutMs} ms of loading` }),
      loadTimeoutMs,
    );
    this.#toChild.write(
      encodeJsonFrame(0, FRAME_KINDS.configure, {
        modelPath: process.platform === 'linux' ? '/proc/self/fd/5' : spec.modelFile,
        optimise: spec.optimise,
        inputs: spec.inputs,
        outputs: spec.outputs,
        rowByRow: spec.rowByRow,
      }),
    );
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Peak memory in bytes, where the system tells it. */
  get peakBytes(): number | null {
    try {
      const line = /VmHWM:\s+(\d+) kB/.exec(fs.readFileSync(`/proc/${lastBelow(this.pid ?? 0)}/status`, 'utf8'));
      return line?.[1] ? Number(line[1]) * 1024 : null;
    } catch {
      return null;
    }
  }

  get isAlive(): boolean {
    return this.#ended === null;
  }

  get stderr(): string {
    return this.#stderr;
  }

  /** Runs the tensors. Rejects with RunnerError; after a timeout or a death the process is gone. */
  run(tensors: Tensor[], timeoutMs: number): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(new RunnerError(this.#ended));
        return;
      }
      const id = this.#nextId++;
      const timer = setTimeout(
        () => this.#fail({ kind: 'timeout', reason: `no answer within ${timeoutMs} ms` }),
        timeoutMs,
      );
      this.#pending.set(id, { resolve, reject, timer });
      this.#toChild.write(encodeTensorFrame(id, FRAME_KINDS.run, tensors, this.#inputIndex));
    });
  }

  kill(): void {
    this.#fail({ kind: 'died', reason: 'stopped' });
  }

  #fail(fault: RunnerFault) {
    this.#child.kill('SIGKILL');
    this.#end(fault);
  }

  #end(fault: RunnerFault) {
    if (this.#ended) return;
    this.#ended = fault;
    clearTimeout(this.#loadTimer);
    this.#settleReady?.reject(new RunnerError(fault));
    this.#settleReady = null;
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(new RunnerError(fault));
    }
    this.#pending.clear();
    this.onEnd(fault);
  }

  #take(chunk: Buffer) {
    let at = 0;
    while (at < chunk.length) {
      if (this.#frame === null) {
        const part = Math.min(4 - this.#headHeld, chunk.length - at);
        chunk.copy(this.#head, this.#headHeld, at, at + part);
        this.#headHeld += part;
        at += part;
        if (this.#headHeld < 4) return;
        const length = this.#head.readUInt32LE(0);
        if (length < 5 || length > MAX_FRAME_BYTES) {
          this.#fail({ kind: 'died', reason: 'the runner sent a frame of an impossible length' });
          return;
        }
        this.#frame = Buffer.allocUnsafe(length);
        this.#frameHeld = 0;
        this.#headHeld = 0;
      }
      const part = Math.min(this.#frame.length - this.#frameHeld, chunk.length - at);
      chunk.copy(this.#frame, this.#frameHeld, at, at + part);
      this.#frameHeld += part;
      at += part;
      if (this.#frameHeld === this.#frame.length) {
        const frame = this.#frame;
        this.#frame = null;
        this.#handle(frame);
      }
    }
  }

  #handle(frame: Buffer) {
    const id = frame.readUInt32LE(0);
    const kind = frame.readUInt8(4);
    const payload = frame.subarray(FRAME_HEADER_BYTES - 4);
    try {
      if (kind === FRAME_KINDS.ready) {
        clearTimeout(this.#loadTimer);
        this.#user?.settle();
        this.#settleReady?.resolve(
          decodeJson(payload) as { loadMs: number; inputNames: string[]; outputNames: string[] },
        );
        this.#settleReady = null;
        return;
      }
      if (kind === FRAME_KINDS.failed) {
        const { stage, reason } = decodeJson(payload) as { stage: string; reason: string };
        if (stage === 'load') this.#fail({ kind: 'load', reason: String(reason) });
        else this.#settle(id)?.reject(new RunnerError({ kind: 'run', reason: String(reason) }));
        return;
      }
      if (kind === FRAME_KINDS.result) {
        const outputs = decodeTensors(payload.subarray(0, payload.length - 4), this.#outputNames);
        this.#settle(id)?.resolve({ outputs, runUs: payload.readUInt32LE(payload.length - 4) });
      }
    } catch {
      // A runner may be owned by a hostile model: whatever it sends that is no frame ends it.
      this.#fail({ kind: 'died', reason: 'the runner sent bytes that are no frame' });
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    if (pending) {
      clearTimeout(pending.timer);
      this.#pending.delete(id);
    }
    return pending;
  }
}
