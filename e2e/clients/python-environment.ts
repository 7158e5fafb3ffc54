import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const UV = 'uv==0.13.9';
const folder = path.resolve(import.meta.dirname, '../../.build/clients');
const MISSING =
  'The checks with real Python clients and exporters need Python 3.11 or newer with venv. WITHOUT_PYTHON=1 leaves them out.';

function run(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 280_000 });
  if (error || status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr.slice(-2000)}\n${MISSING}`);
}

/** Whether a program is a Python that the pinned packages take. */
const isNewEnough = (program: string): boolean =>
  spawnSync(program, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).status === 0;

function findPython(): string {
  const found = ['python3', 'python3.13', 'python3.12', 'python3.11'].find(isNewEnough);
  if (!found) throw new Error(MISSING);
  return found;
}

/** An environment in a folder of its own, complete or not there: it gets its name only when it is filled. */
function make(name: string, fill: (python: string) => void): string {
  const target = path.join(folder, name);
  const python = path.join(target, 'bin/python');
  if (fs.existsSync(path.join(target, 'complete'))) return python;
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  run(findPython(), ['-m', 'venv', target]);
  fill(python);
  fs.writeFileSync(path.join(target, 'complete'), '');
  return python;
}

/** The Python of an environment with the packages that a list pins (`<name>.txt` here if none is given); made once for each content of that file. */
export function pythonOf(name: string, list = path.join(import.meta.dirname, `${name}.txt`)): string {
  const key = createHash('sha256').update(UV).update(fs.readFileSync(list)).digest('hex').slice(0, 12);
  return make(`${name}-${key}`, (python) => {
    const uv = make('uv', (own) => run(own, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', UV]));
    run(uv, ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, '--requirements', list]);
  });
}
