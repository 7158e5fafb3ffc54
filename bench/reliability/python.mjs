// The corpus: made once for each size and each content of the generators, in an environment with the packages of requirements.txt.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const venv = path.join(root, '.venv/reliability');

function run(file, args, options = {}) {
  const { status, error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function preparePython() {
  const python = path.join(venv, 'bin/python');
  const requirements = path.join(import.meta.dirname, 'requirements.txt');
  const stamp = createHash('sha256').update(fs.readFileSync(requirements)).digest('hex');
  const stampFile = path.join(venv, 'requirements.sha256');
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return python;
  console.log('Installing onnx and onnxruntime into .venv/reliability. This is done once.');
  run('python3', ['-m', 'venv', '--clear', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  fs.writeFileSync(stampFile, stamp);
  return python;
}

/** The folder of the corpus and its manifest: what each file is, and what onnxruntime for Python makes of it. */
export function prepareCorpus({ models, mutants }) {
  const python = preparePython();
  const hash = createHash('sha256');
  for (const name of fs.readdirSync(import.meta.dirname).sort())
    if (/\.py$|requirements/.test(name)) hash.update(fs.readFileSync(path.join(import.meta.dirname, name)));
  const folder = path.join(venv, 'corpora', `${models}-${mutants}-${hash.digest('hex').slice(0, 12)}`);
  const manifest = path.join(folder, 'manifest.jsonl');
  if (!fs.existsSync(manifest)) {
    console.log('Making the corpus, and asking onnxruntime for Python about each model.');
    fs.rmSync(folder, { recursive: true, force: true });
    run(python, ['-B', path.join(import.meta.dirname, 'corpus.py'), folder, String(models), String(mutants)]);
  }
  const items = fs
    .readFileSync(manifest, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return items.map((item) => ({ ...item, file: path.join(folder, item.file) }));
}
