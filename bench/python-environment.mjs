import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');

/** Runs a program to its end; its errors are shown, and a failure throws. */
export function run(file, args, options = {}) {
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

/** The Python of .venv/`name` with exactly the packages of a requirements file, made once for each content of that file. */
export function preparePython(name, requirements) {
  const folder = path.join(root, '.venv', name);
  const python = path.join(folder, 'bin/python');
  const stamp = createHash('sha256').update(fs.readFileSync(requirements)).digest('hex');
  const stampFile = path.join(folder, 'requirements.sha256');
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === stamp) return python;
  console.log(`Installing Python packages into .venv/${name}. This takes a minute or two and is done once.`);
  run('python3', ['-m', 'venv', '--clear', folder]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  fs.writeFileSync(stampFile, stamp);
  return python;
}
