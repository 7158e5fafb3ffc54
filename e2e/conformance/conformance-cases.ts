import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Tensor } from '@/lib/pure/protocols/datatype';
import { pythonOf } from '../clients/python-environment';
import type { Tolerance } from '../exporters/compare-tensors';
import { type StoredTensor, toTensor } from '../exporters/model-cases';

export interface ConformanceCase {
  name: string;
  file: string;
  tolerance: Tolerance;
  /** Whether onnxruntime for Python takes the file. */
  loads: boolean;
  /** Its answers, null where it refused the inputs; a whole call is null where the inputs or outputs are no tensors that a request can hold. */
  calls: ({ inputs: Tensor[]; outputs: Tensor[] | null; isRandom: boolean } | null)[];
}

interface StoredCase {
  tolerance: Tolerance;
  loads: boolean;
  calls: ({ inputs: StoredTensor[]; outputs: StoredTensor[] | null; random?: boolean } | null)[];
}

/** Makes the cases of the `onnx` package with the answers of onnxruntime for Python, once for each version of both. */
export function makeCases(): string {
  const list = path.resolve(import.meta.dirname, '../exporters/exporters.txt');
  const script = path.join(import.meta.dirname, 'make_cases.py');
  const parts = [list, script, path.resolve(import.meta.dirname, '../exporters/cases.py')];
  const hash = createHash('sha256');
  for (const file of parts) hash.update(fs.readFileSync(file));
  const folder = path.resolve(import.meta.dirname, `../../.build/conformance/${hash.digest('hex').slice(0, 12)}`);
  if (fs.existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  fs.mkdirSync(unfinished, { recursive: true });
  const { status, stderr, error } = spawnSync(pythonOf('exporters', list), [script, unfinished], {
    encoding: 'utf8',
    timeout: 600_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  if (error || status !== 0) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`the cases were not made: ${error?.message ?? stderr.slice(-3000)}`);
  }
  fs.renameSync(unfinished, folder);
  return folder;
}

export function readConformanceCase(folder: string, name: string): ConformanceCase {
  const stored: StoredCase = JSON.parse(fs.readFileSync(path.join(folder, name, 'case.json'), 'utf8'));
  return {
    name,
    file: path.join(folder, name, 'model.onnx'),
    tolerance: stored.tolerance,
    loads: stored.loads,
    calls: stored.calls.map(
      (call) =>
        call && {
          inputs: call.inputs.map(toTensor),
          outputs: call.outputs?.map(toTensor) ?? null,
          isRandom: call.random === true,
        },
    ),
  };
}
