import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type Datatype, fromBytes, type Tensor } from '@/lib/pure/protocols/datatype';
import { pythonOf } from '../clients/python-environment';

const SCRIPTS = ['cases.py', 'sklearn_models.py', 'boosting_models.py', 'graph_models.py', 'make_models.py'];
const source = (file: string): string => fs.readFileSync(path.join(import.meta.dirname, file), 'utf8');

type Described = [name: string, datatype: Datatype, shape: number[]];

export interface StoredTensor {
  name: string;
  datatype: Datatype;
  shape: number[];
  texts?: string[];
  base64?: string;
}

export interface ModelCase {
  /** What the product has to make of the outputs; null where nothing in particular. */
  reading: Record<string, unknown> | null;
  /** The reason of a refusal at upload that is no fault. */
  refused: string | null;
  metadata: { inputs: Described[]; outputs: Described[] };
  calls: { inputs: Tensor[]; outputs: Tensor[] }[];
}

/** The names in the scripts, so that each model is a test of its own before any of them is made. */
export const MODEL_NAMES = SCRIPTS.flatMap((file) =>
  [...source(file).matchAll(/\bsave\w*\(\s*"([^"]+)"/g)].map(([, name = '']) => name),
);

/** The folder with every model; made once for each content of the scripts and of their list of packages. */
export function makeModels(): string {
  const list = path.join(import.meta.dirname, 'exporters.txt');
  const hash = createHash('sha256').update(fs.readFileSync(list));
  for (const file of SCRIPTS) hash.update(source(file));
  const folder = path.resolve(import.meta.dirname, `../../.build/exporters/${hash.digest('hex').slice(0, 12)}`);
  if (fs.existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  fs.mkdirSync(unfinished, { recursive: true });
  const script = path.join(import.meta.dirname, 'make_models.py');
  const { status, stderr, error } = spawnSync(pythonOf('exporters', list), [script, unfinished], {
    encoding: 'utf8',
    timeout: 280_000,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (error || status !== 0) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`the models were not made: ${error?.message ?? stderr.slice(-3000)}`);
  }
  fs.renameSync(unfinished, folder);
  return folder;
}

export function readCase(folder: string, name: string): ModelCase {
  const stored = JSON.parse(fs.readFileSync(path.join(folder, name, 'case.json'), 'utf8'));
  return {
    ...stored,
    calls: stored.calls.map((call: { inputs: StoredTensor[]; outputs: StoredTensor[] }) => ({
      inputs: call.inputs.map(toTensor),
      outputs: call.outputs.map(toTensor),
    })),
  };
}

export function toTensor({ name, datatype, shape, texts, base64 }: StoredTensor): Tensor {
  if (datatype === 'BYTES') return { name, datatype, shape, data: texts ?? [] };
  return { name, datatype, shape, data: fromBytes(datatype, Buffer.from(base64 ?? '', 'base64')) };
}
