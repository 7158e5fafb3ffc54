// The models that the benchmarks send to: what goes in, and how the file comes to be. bench/mlp.onnx is kept, the others are made once.
import fs from 'node:fs';
import path from 'node:path';
import { preparePython, run } from '../python-environment.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, '.build/bench');
const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru'];
/** Of 5,000 words, a few are unknown to the model: it learned those that it met twice. */
const WORDS = 5000;
const TEXT_WORDS = 20;

const word = (number) => Array.from(String(number).padStart(4, '0'), (digit) => SYLLABLES[digit]).join('');
const decimal = (random) => Math.round((random() * 6 - 3) * 1e4) / 1e4;

/** `shape` is of one row, `value(random)` one of its values; `firstRate` is where the search of the open loop begins. */
export const MODELS = {
  mlp: { datatype: 'FP32', shape: [30], value: decimal, firstRate: 2000 },
  trees: { datatype: 'FP32', shape: [50], value: decimal, firstRate: 1000 },
  text: {
    datatype: 'BYTES',
    shape: [1],
    value: (random) => Array.from({ length: TEXT_WORDS }, () => word(Math.floor(random() * WORDS))).join(' '),
    firstRate: 1000,
  },
  conv: { datatype: 'FP32', shape: [1, 28, 28], value: decimal, firstRate: 300 },
};

const isPython = (name) => name === 'trees' || name === 'text';

/** The file of a model, made if it is not there or older than the script that makes it. */
export function prepareModel(name) {
  if (name === 'mlp') return path.join(root, 'bench/mlp.onnx');
  const file = path.join(folder, `${name}.onnx`);
  const script = path.join(import.meta.dirname, isPython(name) ? 'make_models.py' : 'make-graphs.ts');
  if (fs.existsSync(file) && fs.statSync(file).mtimeMs > fs.statSync(script).mtimeMs) return file;
  fs.mkdirSync(folder, { recursive: true });
  const program = isPython(name)
    ? [preparePython('bench-models', path.join(import.meta.dirname, 'requirements.txt')), '-B']
    : [process.execPath, path.join(root, 'node_modules/tsx/dist/cli.mjs')];
  // It gets its name when it is whole: an interrupted run leaves no half of a model.
  run(program[0], [...program.slice(1), script, name, `${file}.part`]);
  fs.renameSync(`${file}.part`, file);
  return file;
}
