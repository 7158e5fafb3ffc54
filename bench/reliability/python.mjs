// The corpus: made once for each size and each content of the generators, in an environment with the packages of requirements.txt.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { preparePython, run } from '../python-environment.mjs';

const venv = path.resolve(import.meta.dirname, '../../.venv/reliability');

/** The folder of the corpus and its manifest: what each file is, and what onnxruntime for Python makes of it. */
export function prepareCorpus({ models, mutants }) {
  const python = preparePython('reliability', path.join(import.meta.dirname, 'requirements.txt'));
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
